-- Answers to POST requests with an Idempotency-Key, for 24 hours. Without the API token that made the request, a row tells
-- nothing: id and body_hash are keyed digests, the answer is encrypted with a key derived from the token.
create table api_answer (
    id         char(64) primary key,
    body_hash  char(64) not null,
    created_at timestamp with time zone not null,
    -- Null while the request is under way.
    answer     text
);
create index api_answer_created on api_answer (created_at);
