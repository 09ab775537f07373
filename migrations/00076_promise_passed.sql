-- +goose Up
-- A promise that is made while a hard gate is closed again or a hold is on waits for the counselor: its keeper reads it and goes
-- on as always, the other reads it from the day it is passed on. So nobody's own promises tell of a hold.
alter table promise add column passed_on date;
update promise set passed_on = made_on;
alter policy reads on promise using (practice_id = (select app_practice()) and ((select app_audience() = 'operator')
  or ((select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]))
  or ((select app_audience() = 'partner') and couple_id = (select app_couple())
    and (keeper_id = (select app_person()) or passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())))
    and ((select app_until()) is null or made_on <= (select app_until())))));
grant update (passed_on) on promise to amends_app;
