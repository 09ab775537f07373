-- +goose Up
-- What the gates stand on besides papers: individual screens answered alone, the mandate of each, discernment; beside them the
-- counselor's held confidences and the choice of parts of the tonight sheet.
-- Gates are closed and opened for a picked reason; the rows of a gate are its history, newest last.
create table mandate (                            -- each: in, unsure or out, as the counselor heard it from that person alone
  practice_id uuid not null, couple_id uuid not null, id uuid not null, person_id uuid not null,
  stance text not null check (stance in ('in','unsure','out')),
  on_date date not null,
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index mandate_couple on mandate (practice_id, couple_id, person_id, made_at desc);
-- An individual safety screen is offered to one partner, for their own sign-in or for the room; the other never learns of it.
create table screen_offer (
  practice_id uuid not null, couple_id uuid not null, id uuid not null, person_id uuid not null,
  how text not null check (how in ('app','room')),
  offered_by uuid not null, offered_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id, person_id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index screen_offer_couple on screen_offer (practice_id, couple_id, person_id, offered_at desc);
create table screen_answer (                      -- one for each offer; never changed
  practice_id uuid not null, couple_id uuid not null, offer_id uuid not null, person_id uuid not null,
  body bytea not null,                            -- sealed, partner's key: all answers, padded to one length
  source text not null check (source in ('self','room')),
  entered_by uuid,
  local_date date not null, at timestamptz not null,
  primary key (practice_id, offer_id),
  check ((source = 'room') = (entered_by is not null)),
  foreign key (practice_id, couple_id, offer_id, person_id) references screen_offer (practice_id, couple_id, id, person_id)
);
create index screen_answer_couple on screen_answer (practice_id, couple_id, person_id);
create table screen_review (                      -- what the counselor made of it; the outcome itself stands in safety_screen
  practice_id uuid not null, couple_id uuid not null, offer_id uuid not null,
  outcome text not null check (outcome in ('joint','conditions','individual')),
  told bytea,                                     -- sealed, record key: conditions, in the counselor's words
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, offer_id),
  foreign key (practice_id, offer_id) references screen_answer (practice_id, offer_id)
);
create index screen_review_couple on screen_review (practice_id, couple_id);
-- Discernment: each alone, three paths, an end date. That it goes on is known to both; what either writes is not.
create table discernment (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  begun_on date not null, ends_on date not null check (ends_on > begun_on),
  begun_by uuid not null, made_at timestamptz not null,
  ended_on date,
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  foreign key (practice_id, couple_id) references couple
);
create unique index discernment_one on discernment (practice_id, couple_id) where ended_on is null;
create table discernment_talk (                   -- the conversations held, at most five
  practice_id uuid not null, couple_id uuid not null, discernment_id uuid not null,
  number smallint not null check (number between 1 and 5),
  on_date date not null,
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, discernment_id, number),
  foreign key (practice_id, couple_id, discernment_id) references discernment (practice_id, couple_id, id)
);
create index discernment_talk_couple on discernment_talk (practice_id, couple_id);
create table discernment_outcome (                -- counselor's knowledge: which of the paths it came to
  practice_id uuid not null, couple_id uuid not null, discernment_id uuid not null,
  outcome text not null check (outcome in ('stay','part','repair','open')),
  told bytea,                                     -- sealed, record key
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, discernment_id),
  foreign key (practice_id, couple_id, discernment_id) references discernment (practice_id, couple_id, id)
);
create index discernment_outcome_couple on discernment_outcome (practice_id, couple_id);
create table discernment_page (                   -- what one of them writes for themself; the counselor reads only what was sent
  practice_id uuid not null, couple_id uuid not null, discernment_id uuid not null, person_id uuid not null,
  body bytea not null,                            -- sealed, partner's key
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, discernment_id, person_id),
  foreign key (practice_id, couple_id, discernment_id) references discernment (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index discernment_page_couple on discernment_page (practice_id, couple_id, person_id);
create table discernment_sent (                   -- a copy for the counselor, as it was sent
  practice_id uuid not null, couple_id uuid not null, discernment_id uuid not null, person_id uuid not null,
  number integer not null check (number >= 1),
  body bytea not null,                            -- sealed, partner's key
  sent_at timestamptz not null,
  primary key (practice_id, discernment_id, person_id, number),
  foreign key (practice_id, couple_id, discernment_id) references discernment (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index discernment_sent_couple on discernment_sent (practice_id, couple_id, person_id);
-- What one partner told the counselor alone and the counselor holds. No partner, and nobody without care, reads this table.
create table confidence (
  practice_id uuid not null, couple_id uuid not null, id uuid not null, person_id uuid not null,
  told bytea not null,                            -- sealed, record key: what was told
  policy text not null check (policy in ('','none','limited','individual')), -- what that person had signed then; '' nothing yet
  heard_on date not null,
  deadline date,
  made_by uuid not null, made_at timestamptz not null,
  outcome text check (outcome in ('self','counselor','kept','safety','moot')),
  outcome_told bytea,                             -- sealed, record key
  closed_at timestamptz, closed_by uuid,
  version integer not null default 1,
  primary key (practice_id, id),
  check ((outcome is null) = (closed_at is null)),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index confidence_couple on confidence (practice_id, couple_id);
create index confidence_open on confidence (practice_id, deadline) where closed_at is null;
-- Which parts stand on the tonight sheet of a couple; without a row all of them do.
create table tonight_sheet (
  practice_id uuid not null, couple_id uuid not null,
  parts text[] not null,
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, couple_id),
  foreign key (practice_id, couple_id) references couple
);
call guard('mandate', 'care', 'none', 'none');
call guard('screen_offer', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())', 'none');
call guard('screen_answer', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('screen_review', 'care', 'none', 'none');
call guard('discernment', 'care', 'couple_id = (select app_couple()) and begun_on >= (select app_from()) and ((select app_until()) is null or begun_on <= (select app_until()))', 'none');
call guard('discernment_talk', 'care', 'none', 'none');
call guard('discernment_outcome', 'care', 'none', 'none');
call guard('discernment_page', 'none', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('discernment_sent', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('confidence', 'care', 'none', 'none');
call guard('tonight_sheet', 'care', 'couple_id = (select app_couple())', 'none');
-- Each in their own hands: what staff enter is marked as entered, what a partner sends as sent.
create policy own_hands_insert on screen_answer as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner'));
create policy own_hands_insert on discernment_sent as restrictive for insert to amends_app with check ((select app_audience() in ('partner','operator')));
grant select, insert on mandate, screen_offer, screen_answer, screen_review, discernment, discernment_talk, discernment_outcome,
  discernment_page, discernment_sent, confidence, tonight_sheet to amends_app;
grant update (withdrawn_at) on screen_offer to amends_app;
grant update (ended_on, version) on discernment to amends_app;
grant update (body, saved_at, version) on discernment_page to amends_app;
grant update (deadline, outcome, outcome_told, closed_at, closed_by, version) on confidence to amends_app;
grant update (parts, made_by, made_at) on tonight_sheet to amends_app;
