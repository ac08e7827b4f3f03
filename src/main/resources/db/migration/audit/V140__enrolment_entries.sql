-- Enrolment tokens are a sort of thing of their own: they are no API tokens, and have ids of their own.
update audit_entry set kind = 'ENROLMENT'
    where kind = 'TOKEN' and action in ('enrolment_token_created', 'enrolment_token_revoked');
