package demo

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// papers are the subjects of the exam of each level.
var papers = map[training.Level][]string{
	training.Assistant: {"社会工作综合能力（初级）", "社会工作实务（初级）"}, training.Qualified: {"社会工作综合能力（中级）", "社会工作实务（中级）", "社会工作法规与政策"}, training.Senior: {"社会工作实务（高级）"},
}

// exams plans the exams of three years with who sat them, and the certificates
// of those who hold one; some passed here.
func (s *story) exams() {
	for y := range 3 {
		year := s.anchor.YearStart().AddMonths(12 * (y - 2))
		for _, level := range []training.Level{training.Assistant, training.Qualified, training.Senior} {
			s.exam(level, year, y)
		}
	}
	s.certificates()
}

// exam plans one year's exam of a level, in June, and its results.
func (s *story) exam(level training.Level, year clock.Date, n int) {
	id, on := new(record.ID[training.Exam]), year.AddDays(164)
	at := s.office(max(s.begin, year.AddDays(80)).Time(), 3)
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, training.Exams, County, id, func(e *training.Exam) {
			e.Title, e.Year, e.Level, e.On = fmt.Sprintf("%d年%s考试", year.Year(), levelNames[level]), int64(year.Year()), level, on
			for _, name := range papers[level] {
				e.Subjects = append(e.Subjects, training.Subject{Name: name, Pass: 60})
			}
		})
	})
	size := map[training.Level]int{training.Assistant: 34 + 6*n, training.Qualified: 14 + 3*n, training.Senior: 2}[level]
	first := map[training.Level]int{training.Assistant: 60 + 30*n, training.Qualified: 10, training.Senior: 4}[level]
	for i, p := range s.social[first : first+size] {
		c := new(record.ID[training.Candidate])
		entered := s.office(at, 2+i%5)
		s.on(entered, s.civil, func(tx *store.Tx) error {
			return add(tx, training.Candidates, p.area, c, func(x *training.Candidate) {
				x.Name, x.Phone, x.Exam, x.Unit, x.State = p.name, p.phone, *id, p.unit(), training.Entered
			})
		})
		known := s.office(max(on.AddDays(60), clock.DateOf(entered)).Time(), 1+i%3)
		if i%11 == 10 {
			take(s, known, s.civil, training.Candidates, c, "absent", store.Taking{})
			continue
		}
		var results []training.Result
		for _, name := range papers[level] {
			results = append(results, training.Result{Subject: name, Score: int64(42 + s.IntN(46))})
		}
		act(s, known, s.civil, training.Candidates, c, "result", func(x *training.Candidate) { x.Results = results })
	}
}

var levelNames = map[training.Level]string{training.Assistant: "助理社会工作师", training.Qualified: "社会工作师", training.Senior: "高级社会工作师"}

// certificates plans who holds a certificate on the anchor, and who got one
// since. Three hold two levels, one was revoked, and some registrations run out.
func (s *story) certificates() {
	for i, p := range s.social[:certifiedCount] {
		level := training.Assistant
		switch {
		case i == 0:
			level = training.Senior
		case i < 10:
			level = training.Qualified
		}
		if i > 0 && i < 4 {
			s.certify(p, training.Assistant, 200+i, s.begin.AddDays(-1500-30*i), s.anchor.AddDays(200))
		}
		issued := s.begin.AddDays(-100 - 40*i)
		last := s.today.AddDays(200 + 20*i)
		switch {
		case i%10 == 4:
			last = s.today.AddDays(15 + i) // soon over
		case i == 12:
			last = s.anchor.AddDays(-70) // over
		case i == 20:
			issued, last = s.anchor.AddDays(-340), "" // not registered yet
		}
		s.certify(p, level, i, issued, last)
	}
	for i, p := range s.social[certifiedCount+2 : certifiedCount+6] { // since the anchor
		s.certify(p, training.Assistant, 300+i, s.anchor.AddDays(21), s.anchor.AddDays(21).AddMonths(36))
	}
	gone := s.certify(s.social[certifiedCount], training.Assistant, 400, s.begin.AddDays(-900), s.begin.AddDays(300))
	take(s, s.office(s.begin.AddDays(320).Time(), 1), s.civil, training.Certificates, gone, "revoke", because("本人申请注销"))
}

// certify plans a certificate, registered until a day, and the hours of
// continuing education for it.
func (s *story) certify(p *socialWorker, level training.Level, n int, issued, last clock.Date) *record.ID[training.Certificate] {
	id := new(record.ID[training.Certificate])
	entered := s.office(s.begin.Time(), 36+n%4)
	if issued > s.begin {
		entered = s.office(issued.Time(), 3)
	}
	s.on(entered, s.civil, func(tx *store.Tx) error {
		return add(tx, training.Certificates, p.area, id, func(c *training.Certificate) {
			c.Name, c.Phone, c.Unit, c.Level, c.Number, c.Issued, c.Last, c.State = p.name, p.phone, p.unit(), level, fmt.Sprintf("演示%04d%03d", issued.Year(), n), issued, last, training.Valid
			if last != "" {
				c.Registered = max(issued, last.AddMonths(-36).AddDays(1))
			}
		})
	})
	for k := range 3 {
		day, what := s.working(s.begin.AddDays(70+180*k+n%60)), pick(s, []string{"个案实务培训", "小组实务培训", "社会工作伦理网络课程", "儿童保护专题", "督导小组"})
		length := int64(60 * (8 + 4*s.IntN(7)))
		if day < issued.AddDays(20) {
			continue
		}
		s.on(s.office(day.Time(), 2), s.civil, func(tx *store.Tx) error {
			return add(tx, training.Credits, p.area, nil, func(c *training.Credit) { c.Certificate, c.On, c.Length, c.Source = *id, day, length, what })
		})
	}
	return id
}
