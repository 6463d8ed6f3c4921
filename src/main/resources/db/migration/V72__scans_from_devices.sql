-- Devices scan without network, with clocks of their own, and send what they have in any order.

-- What stands for one person at checkpoints and to programs; it says nothing of them, and is never changed.
alter table person add token uuid not null default gen_random_uuid() unique;

alter table scan
  add device text,                                        -- the client's own name for it; null: not said
  add sequence bigint,                                    -- each device counts its own scans, from 1
  add sent_at timestamptz,                                -- the device's clock as it sent this; null: not said
  -- When by our clock; the scan is weighed by this. What was sent stands in "at". (In UTC, for then it is immutable.)
  add counted_at timestamptz not null generated always as (
    coalesce(((at at time zone 'UTC') + (received_at - sent_at)) at time zone 'UTC', at)) stored,
  add sequence_used boolean not null default false,       -- the device had given this number to another scan
  add from_signed_out boolean not null default false;     -- sent after the device had been signed out from afar
create index scan_device on scan (device, sequence);

create table device (
  id text primary key,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  officer text not null,                                  -- who sent last
  clock_off bigint,                                       -- milliseconds by which its clock is ahead; null: not known
  signed_out_at timestamptz,
  signed_out_by text
);
