-- +goose Up
-- A second judgement on the same day replaces the first: without this the stricter one of two could be the one that is lost.
grant update (outcome, how, made_by, made_at) on safety_screen to amends_app;
