create table boarding_explained ( -- why others came aboard than the manifest names: the counts on arrival are read in its light
  movement_id bigint primary key references movement,
  finding text not null check (finding in ('countMissed', 'neverAboard', 'tookAlong'))
);
