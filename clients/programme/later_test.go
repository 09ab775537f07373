package programme_test

import (
	"testing"
	"testing/fstest"

	"amends/clients/programme"
)

// Rows of the other programmes that stretch the form most: a motto, a counselor's
// part, a part of two steps, phases of weeks, months after the ending, what only the
// person opens, and codes of two letters.
const (
	laterThemes = `themes:
  - {key: help, title: {en: Outside help, es: Ayuda de fuera}}
  - {key: forgiveness, title: {en: Forgiveness, es: 'Perdón'}}
`
	laterHelp = `key: outside-help
version: 3
theme: help
title: {en: Outside help, es: Ayuda de fuera}
about: {en: When it is too much for two., es: Cuando es demasiado para dos.}
cautions: [1, 12]
parts:
  - key: wish
    kind: REFER
    who: each
    cadence: {rhythm: raised}
    sharing: {code: C}
    due: never
    minutes: 5
    intro: {en: {each: Help is no failure.}, es: {each: Pedir ayuda no es fracasar.}}
    prompts:
      - key: kind
        label: {en: Kind of help, es: Tipo de ayuda}
        text: {en: {each: What help would you accept}, es: {each: 'Qué ayuda aceptarías', injured: 'Qué ayuda quieres'}}
  - key: names
    kind: REFER
    who: counselor
    cadence: {rhythm: raised}
    sharing: {code: C, then: R, when: reviewed}
    due: never
    minutes: 10
    intro: {en: {counselor: Names and numbers for this couple.}, es: {counselor: Nombres y contactos.}}
    prompts:
      - key: names
        label: {en: Names, es: Nombres}
        text: {en: {counselor: Whom do you suggest}, es: {counselor: 'A quién propones'}}
`
	laterForgiveness = `key: forgiveness
version: 1
theme: forgiveness
title: {en: In its own time}
about: {en: Opened only by the person.}
parts:
  - key: today
    kind: REF
    who: injured
    optional: true
    cadence: {rhythm: wanted}
    sharing: {code: P}
    due: never
    minutes: 5
    intro: {en: {injured: No need to move.}}
    prompts:
      - key: today
        label: {en: Where I am}
        text: {en: {injured: Where are you with forgiveness today}}
`
	laterProgramme = `tag: V
version: 2
title: {en: Later}
summary: {en: The rows that stretch the form.}
gates: [G2]
phases:
  - {key: one, title: {en: One}, summary: {en: All of it.}}
placements:
  - code: VO5
    phase: one
    step: forgiveness
    title: {en: In its own time}
    summary: {en: Never offered on a schedule.}
    motto: {en: It grows by itself.}
    ratings: [{code: HEARD, who: each}, {code: FREE, who: injured}]
    cautions: [2]
    parts:
      - {part: today}
  - code: V6b
    phase: one
    step: outside-help
    title: {en: Help}
    summary: {en: When raised.}
    gates: [G0, G1]
    after: [VO5]
    recheck: {months: [3, 6, 12]}
    cautions: [1, 12]
    parts:
      - {part: wish, who: injured, cadence: {rhythm: phase, least: 2, most: 4}, gates: [G8]}
      - {part: names, cadence: {rhythm: once, at: ending, also: [event]}}
      - {step: forgiveness, part: today, cadence: {rhythm: every, least: 2, most: 4}}
`
)

func TestTheFormCarriesLaterProgrammes(t *testing.T) {
	l, err := programme.Load(fstest.MapFS{
		"themes.yaml":             {Data: []byte(laterThemes)},
		"steps/outside-help.yaml": {Data: []byte(laterHelp)},
		"steps/forgiveness.yaml":  {Data: []byte(laterForgiveness)},
		"later.yaml":              {Data: []byte(laterProgramme)},
	})
	if err != nil {
		t.Fatal(err)
	}
	v, ok := l.View("V6b", "outside-help", "wish", programme.Injured, "es")
	if !ok || v.Lang != "es" || v.Prompts[0].Text != "Qué ayuda quieres" || v.Cadence.Rhythm != programme.Phasewise || !v.Help {
		t.Errorf("the injured partner's Spanish page: %+v", v)
	}
	if _, ok := l.View("V6b", "outside-help", "wish", programme.Involved, "es"); ok {
		t.Error("the row took the involved partner out, and there is a page")
	}
	if v, ok := l.View("", "outside-help", "wish", programme.Involved, "es"); !ok || v.Prompts[0].Text != "Qué ayuda aceptarías" {
		t.Errorf("straight from the library: %+v", v)
	}
	if v, ok := l.View("V6b", "outside-help", "names", programme.Counselor, "en"); !ok || len(v.Prompts) != 1 {
		t.Errorf("the counselor's part: %+v", v)
	}
	if v, ok := l.View("VO5", "forgiveness", "today", programme.Injured, "en"); !ok || v.Motto != "It grows by itself." {
		t.Errorf("motto: %+v", v)
	}
	if p, _ := l.Part("V6b", "outside-help", "wish"); len(p.Gates) != 3 || p.Gates[2] != "G8" {
		t.Errorf("gates of row and part: %v", p.Gates)
	}
}

// TestThemesComeInAnyLanguage: themes are of their own file, with its own languages.
func TestThemesComeInAnyLanguage(t *testing.T) {
	fsys := tiny()
	fsys["themes.yaml"] = &fstest.MapFile{Data: []byte(laterThemes + "  - {key: pace, title: {en: Pace, es: Ritmo}}\n")}
	l, err := programme.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Themes()[1].Title.In("es"); got != "Perdón" {
		t.Errorf("theme in Spanish: %q", got)
	}
}
