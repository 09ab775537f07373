-- +goose Up
-- Programmes a practice writes itself. A draft is practice content, no couple stands in it; what is published of it is an
-- immutable version beside the copies of the shipped ones. Tags of its own keep the two apart.
create table programme_draft (
  practice_id uuid not null references practice, id uuid not null,
  tag text not null check (tag ~ '^[X-Z][A-Z]$'),
  content jsonb not null,                         -- the programme as it is being written, with its steps
  made_by uuid not null, made_at timestamptz not null,
  saved_by uuid not null, saved_at timestamptz not null,
  retired_at timestamptz,                         -- offered no longer; couples on it keep it
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, tag)
);
call guard('programme_draft', $$(select app_audience() in ('owner','counselor','supervisor','intern'))$$, 'none', 'none');
-- An intern places couples on what the practice wrote, and writes none of it.
create policy own_hands_insert on programme_draft as restrictive for insert to amends_app
  with check ((select app_audience() in ('owner','counselor','supervisor','operator')));
create policy own_hands_update on programme_draft as restrictive for update to amends_app
  using ((select app_audience() in ('owner','counselor','supervisor','operator')));
grant select, insert on programme_draft to amends_app;
grant update (content, saved_by, saved_at, retired_at, version) on programme_draft to amends_app;

alter table programme_version add column published_by uuid; -- null for a copy of a shipped version
drop policy own_hands_insert on programme_version;
create policy own_hands_insert on programme_version as restrictive for insert to amends_app with check (
  case when tag ~ '^[X-Z][A-Z]$' then (select app_audience() in ('owner','counselor','supervisor','operator'))
  else (select app_audience() in ('counselor','supervisor','intern','operator')) end);

-- A couple that moves to a newer version has a new row, which names the one it goes on from.
alter table couple_programme add column follows uuid,
  add foreign key (practice_id, follows) references couple_programme (practice_id, id);
