package question

import (
	"amends/server/audit"
	"amends/server/web"
)

// Pages are the pages of the question log, the partner's and the counselor's.
type Pages struct{}

// New makes the pages.
func New() Pages { return Pages{} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/questions", Audit: audit.QuestionRead}, p.list)
	r.Partner(web.Route{Method: "POST", Path: "/questions", Audit: audit.QuestionBegun}, p.begin)
	r.Partner(web.Route{Method: "GET", Path: "/questions/:question", Audit: audit.QuestionRead, Object: "question"}, p.one)
	r.Partner(web.Route{Method: "GET", Path: "/questions/print", Audit: audit.QuestionRead}, p.printSlip)
	r.Partner(web.Route{Method: "GET", Path: "/questions/:question/print", Audit: audit.QuestionRead, Object: "question"}, p.print)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question", Audit: audit.QuestionSaved, Object: "question"}, p.save)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/ask", Audit: audit.QuestionAsked, Object: "question"}, p.ask)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/park", Audit: audit.QuestionParked, Object: "question"}, p.park)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/take-up", Audit: audit.QuestionTakenUp, Object: "question"}, p.takeUp)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/judge", Audit: audit.QuestionJudged, Object: "question"}, p.judge)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/answer", Audit: audit.AnswerSaved, Object: "question"}, p.saveAnswer)
	r.Partner(web.Route{Method: "POST", Path: "/questions/:question/answer/send", Audit: audit.AnswerSent, Object: "question"}, p.sendAnswer)

	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/questions", Audit: audit.QuestionRead, Object: "couple"}, p.ofCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions", Audit: audit.QuestionRecorded, Object: "couple"}, p.record)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/question-log/open", Audit: audit.QuestionLogOpened, Object: "couple"}, p.openLog)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/question-log/close", Audit: audit.QuestionLogClosed, Object: "couple"}, p.closeLog)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/questions/:question", Audit: audit.QuestionRead, Object: "question"}, p.oneOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/questions/print", Audit: audit.PaperPrinted, Object: "couple"}, p.printOfCouple)
	r.Staff(web.Route{Method: "GET", Path: "/couples/:couple/questions/:question/print", Audit: audit.PaperPrinted, Object: "question"}, p.printAnswerOfCouple)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions/:question/pass", Audit: audit.QuestionPassed, Object: "question"}, p.pass)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions/:question/pass-answer", Audit: audit.AnswerPassed, Object: "question"}, p.passAnswer)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions/:question/record-answer", Audit: audit.AnswerRecorded, Object: "question"}, p.recordAnswer)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions/:question/rest", Audit: audit.QuestionRested, Object: "question"}, p.rest)
	r.Staff(web.Route{Method: "POST", Path: "/couples/:couple/questions/:question/resume", Audit: audit.QuestionResumed, Object: "question"}, p.resume)
}
