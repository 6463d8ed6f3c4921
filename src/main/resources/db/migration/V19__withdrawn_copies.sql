-- A copy that was added by mistake is shown no more; who added and who withdrew it stays on record.
alter table document_copy add withdrawn_at timestamptz;
alter table document_copy add withdrawn_by text;
alter table document_copy add check (num_nonnulls(withdrawn_at, withdrawn_by) <> 1);
