-- The page for counting without network takes these along (V72 has made them already where it came first).
alter table person add column if not exists token uuid not null default gen_random_uuid() unique;
