-- +goose Up
-- What a reader chose to do with a copy, and what somebody felt, name rows of their own couple and of that very person.
alter table release_copy add constraint release_copy_of_reader unique (practice_id, couple_id, id, reader_id);
alter table assignee add constraint assignee_of_couple unique (practice_id, couple_id, assignment_id, person_id);
alter table release_reading drop constraint release_reading_practice_id_copy_id_fkey,
  add constraint release_reading_of_reader foreign key (practice_id, couple_id, copy_id, reader_id)
    references release_copy (practice_id, couple_id, id, reader_id);
-- felt.about_id names one of two kinds of thing, so a column for each kind carries the key; the trigger says which it is.
alter table felt add column assignment_id uuid, add column copy_id uuid;
update felt f set assignment_id = (select w.assignment_id from assignee w where w.practice_id = f.practice_id and w.assignment_id = f.about_id and w.person_id = f.person_id),
  copy_id = (select k.id from release_copy k where k.practice_id = f.practice_id and k.id = f.about_id and k.reader_id = f.person_id);
alter table felt
  add constraint felt_names_one check (num_nonnulls(assignment_id, copy_id) = 1 and about_id = coalesce(assignment_id, copy_id)),
  add constraint felt_of_assignee foreign key (practice_id, couple_id, assignment_id, person_id)
    references assignee (practice_id, couple_id, assignment_id, person_id),
  add constraint felt_of_reader foreign key (practice_id, couple_id, copy_id, person_id)
    references release_copy (practice_id, couple_id, id, reader_id);
-- +goose StatementBegin
create function felt_names() returns trigger language plpgsql as $$
begin
  select w.assignment_id into new.assignment_id from assignee w
  where w.practice_id = new.practice_id and w.assignment_id = new.about_id and w.person_id = new.person_id;
  select k.id into new.copy_id from release_copy k
  where k.practice_id = new.practice_id and k.id = new.about_id and k.reader_id = new.person_id;
  return new;
end $$;
-- +goose StatementEnd
create trigger names before insert on felt for each row execute function felt_names();
