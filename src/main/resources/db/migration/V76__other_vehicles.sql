-- Who travels on another vehicle than was planned, and what is known of a convoy on its way.

alter table reservation add instead_of bigint references movement;  -- rides here, apart from the household, which rides on that

alter table absence drop constraint absence_kind_check;
alter table absence add constraint absence_kind_check check (kind in
  ('missing', 'refused', 'injured', 'hospital', 'detained', 'died', 'born', 'moved'));  -- moved: off this vehicle, or onto it

create table found_aboard (              -- somebody without a place here, and what was decided
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  movement_id bigint not null references movement,
  checkpoint text not null,
  decision text not null check (decision in ('moved', 'taken off')),
  with_person_id bigint references person,   -- who looks after a child apart from its household
  agreed_by text,                        -- which guardian agreed, and how
  noted_at timestamptz not null,
  noted_by text not null
);
create index found_aboard_person on found_aboard (person_id);
create index found_aboard_movement on found_aboard (movement_id);

create table convoy (                    -- officers' data: none of it is in the engine
  movement_id bigint primary key references movement,
  leader text,
  phone text,
  radio_channel text,
  call_sign text,
  escort text,
  plates text,
  noted_at timestamptz not null,
  noted_by text not null
);
create table convoy_position (           -- by hand; checkpoints are positions by themselves
  id bigint generated always as identity primary key,
  movement_id bigint not null references movement,
  at timestamptz not null,
  place text not null,
  expected integer,                      -- of a roll call at a stop: persons aboard; null: no roll call
  counted integer,
  missing bigint[] not null default '{}',  -- households of which somebody was missing there
  noted_at timestamptz not null,
  noted_by text not null
);
create index convoy_position_movement on convoy_position (movement_id, at);
