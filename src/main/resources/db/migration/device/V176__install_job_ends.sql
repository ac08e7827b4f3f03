-- Open pages are told when the time of a job has come.
create index install_job_expires on install_job (expires_at);
