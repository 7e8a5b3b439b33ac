package demo

import (
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// order is a service to be bought: on which line, of whom, for how much, and how
// it is paid.
type order struct {
	title    string
	item     int
	line     *record.ID[purchase.Line]
	method   purchase.Method
	of       *programme
	amount   record.Fen
	from     clock.Date // the day the purchase begins
	last     clock.Date // of the contract
	delivers []purchase.Deliverable
	shares   []int64 // of the payments, in hundredths of a percent
	pays     []clock.Date

	purchase record.ID[purchase.Purchase]
	contract record.ID[purchase.Contract]
	signed   clock.Date
	payments []*record.ID[purchase.Milestone]
	used     int // of the evidence
}

// catalogue plans what may be bought and the money set aside for it.
func (s *story) catalogue() {
	at := s.office(s.begin.Time(), 2)
	for i, x := range []struct{ title, field string }{
		{"困境儿童关爱服务", "support"}, {"居家养老上门服务", "health"}, {"社会工作服务站运行", "support"}, {"残疾人社区康复服务", "health"}, {"传统技艺进社区服务", "participation"},
		{"居民纠纷调解服务", "rights"}, {"社会组织培育服务", "capacity"}, {"社会工作督导", "capacity"}, {"公益广告制作", "policy"},
	} {
		id := new(record.ID[purchase.Item])
		s.items = append(s.items, id)
		s.on(at, s.finance, func(tx *store.Tx) error {
			return add(tx, purchase.Items, County, id, func(p *purchase.Item) {
				if p.Title, p.Code, p.Field, p.From = x.title, fmt.Sprintf("演示%02d", i+1), x.field, s.begin.YearStart(); i == 8 {
					p.Until = s.anchor.YearStart() // no longer bought
				}
			})
		})
	}
}

// budget plans a line of a year's budget.
func (s *story) budget(title string, year clock.Date, fund string, amount record.Fen) *record.ID[purchase.Line] {
	id := new(record.ID[purchase.Line])
	s.on(s.office(max(s.begin, year).Time(), 3), s.finance, func(tx *store.Tx) error {
		return add(tx, purchase.Lines, County, id, func(l *purchase.Line) { l.Title, l.Year, l.Fund, l.Amount = title, int64(year.Year()), fund, amount })
	})
	return id
}

// apply plans a purchase up to its notice, and gives when that is.
func (s *story) apply(o *order) time.Time {
	at := s.office(o.from.Time(), 0)
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, purchase.Purchases, County, &o.purchase, func(x *purchase.Purchase) {
			x.Title, x.Item, x.Line, x.Buyer, x.Amount, x.Method = o.title, *s.items[o.item], *o.line, s.civilAffairs, o.amount, o.method
			if o.method == purchase.Direct || o.method == purchase.SingleSource {
				x.Reason = "金额在限额以下，只有这一家在本县开展过这类服务"
			}
		})
	})
	noticed := s.office(at, 2)
	if o.method != purchase.Direct {
		act(s, noticed, s.civil, purchase.Purchases, &o.purchase, "notice", func(x *purchase.Purchase) { x.Noticed = clock.DateOf(noticed) })
	}
	return noticed
}

// award plans who is chosen of three, and gives when.
func (s *story) award(o *order) time.Time {
	at := s.office(s.apply(o), 15)
	winner, price := s.orgs[o.of.lead], o.amount
	act(s, at, s.civil, purchase.Purchases, &o.purchase, "award", func(x *purchase.Purchase) {
		if x.Org, x.Price, x.Shown = winner.id, price, clock.DateOf(at).AddDays(1); o.method != purchase.Direct {
			x.Bids = []purchase.Bid{{Who: winner.name, Price: price, Points: 9120}, {Who: "江阳同行社会工作服务中心", Price: price, Points: 8655}, {Who: "川南益众公益服务中心", Price: price * 98 / 100, Points: 8240}}
		}
	})
	return at
}

// buy plans a purchase, its contract and the payments of it.
func (s *story) buy(o *order) {
	settled := s.office(s.award(o), 8)
	take(s, settled, s.civil, purchase.Purchases, &o.purchase, "settle", store.Taking{})
	at := s.office(settled, 2)
	o.signed = clock.DateOf(at)
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, purchase.Contracts, County, &o.contract, func(c *purchase.Contract) {
			c.Title, c.Number, c.Purchase, c.Project, c.Amount = o.title+"合同", fmt.Sprintf("演示购服%s-%02d", o.signed[:4], o.item+1), o.purchase, o.of.id, o.amount
			c.Signed, c.From, c.Last, c.Delivers = o.signed, o.signed, o.last, o.delivers
		})
	})
	for i, share := range o.shares {
		id, due, payment := new(record.ID[purchase.Milestone]), o.pays[i], payments[i]
		if i == len(o.shares)-1 {
			payment = payments[2]
		}
		o.payments = append(o.payments, id)
		s.on(at.Add(time.Duration(i+1)*time.Minute), s.civil, func(tx *store.Tx) error {
			return add(tx, purchase.Milestones, County, id, func(m *purchase.Milestone) {
				m.Title, m.Contract, m.Order, m.Share, m.Due, m.Clause = payment[0], o.contract, int64(i+1), share, due, fmt.Sprintf("第六条第%s款", []string{"一", "二", "三"}[i])
				m.Criteria = payment[1]
			})
		})
	}
	take(s, s.office(at, 1), s.civil, purchase.Contracts, &o.contract, "start", store.Taking{})
}

// payments are what a contract calls them, and when they are paid.
var payments = [][2]string{{"首付款", "合同签订、人员到位以后支付"}, {"中期款", "中期评价合格，服务量过半以后支付"}, {"尾款", "终期评价合格以后支付"}}

// handIn plans that a payment is handed in with what was held since the last
// one, at most so many activities, and gives when.
func (s *story) handIn(o *order, i int, day clock.Date, most int) time.Time {
	at := s.office(day.Time(), 0)
	act(s, at, s.civil, purchase.Milestones, o.payments[i], "submit", func(m *purchase.Milestone) {
		for ; o.used < len(o.of.evidence) && len(m.Evidence) < most; o.used++ {
			if g := o.of.evidence[o.used]; g.id != 0 && g.on >= o.signed && g.on < min(day, o.last) {
				m.Evidence = append(m.Evidence, record.ID[service.Activity](g.id))
			}
		}
	})
	return at
}

// accept plans that a payment is handed in and accepted.
func (s *story) accept(o *order, i int, day clock.Date, most int) time.Time {
	at := s.office(s.handIn(o, i, day, most), 2)
	act(s, at, s.civil, purchase.Milestones, o.payments[i], "accept", func(m *purchase.Milestone) {
		m.Accepted, m.Finding = clock.DateOf(at), "依据与合同约定一致"
	})
	return at
}

// pay plans that a payment is handed in, accepted and paid.
func (s *story) pay(o *order, i int, day clock.Date, most int) {
	at := s.office(s.accept(o, i, day, most), 3)
	act(s, at, s.finance, purchase.Milestones, o.payments[i], "pay", func(m *purchase.Milestone) {
		m.PaidOn, m.Voucher = clock.DateOf(at), fmt.Sprintf("演示拨付%s-%02d-%d", clock.DateOf(at).Month(), o.item+1, i+1)
	})
}

// criteria are the lines of an evaluation.
var criteria = []purchase.ScoreLine{{What: "投入：人员和资金到位", Weight: 2500}, {What: "过程：按方案实施、记录齐全", Weight: 3000}, {What: "产出：数量和质量", Weight: 3000}, {What: "服务对象满意度", Weight: 1500}}

// evaluate plans an evaluation, concluded if points are given.
func (s *story) evaluate(o *order, kind purchase.EvaluationKind, day clock.Date, defects string, points ...int64) *record.ID[purchase.Evaluation] {
	id, at := new(record.ID[purchase.Evaluation]), s.office(day.Time(), 0)
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, purchase.Evaluations, County, id, func(e *purchase.Evaluation) {
			e.Contract, e.Kind, e.On, e.Agency, e.Team, e.Defects = o.contract, kind, clock.DateOf(at), s.agency, record.IDs[people.Person]{*s.judge}, defects
			for i, p := range points {
				line := criteria[i]
				line.Points = p * 100
				e.Lines = append(e.Lines, line)
			}
		})
	})
	if len(points) > 0 {
		take(s, s.office(at, 1), s.evaluator, purchase.Evaluations, id, "conclude", store.Taking{})
	}
	return id
}
