package demo

import (
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// purchases plans what the county buys. For children in difficulty 986,500 yuan
// are paid up to the anchor: 520,000 and 180,000 on finished contracts, and
// 286,500 on the one that runs.
func (s *story) purchases() {
	year, first := s.anchor.YearStart(), s.begin.YearStart()
	s.catalogue()
	s.judges()
	before, now := s.budget("困境儿童关爱", first, "lottery", 70_000_000), s.budget("困境儿童关爱", year, "budget", 40_000_000)
	aged, other := s.budget("居家和社区养老", year, "lottery", 36_000_000), s.budget("社区服务", year, "budget", 30_000_000)

	visits := &order{title: "百镇千村·助爱牵手——精准关爱困境儿童服务", item: 0, line: before, method: purchase.OpenTender, of: s.outreach, amount: 52_000_000, from: s.begin.AddDays(14), last: year.AddDays(-1),
		delivers: []purchase.Deliverable{{What: "入户走访", Measure: need.Times, Wanted: 230}, {What: "关爱困境儿童", Measure: need.Persons, Wanted: 9600}}, shares: []int64{4000, 4000, 2000}}
	visits.pays = append(visits.pays, s.begin.AddDays(75), year.AddDays(-200), year.AddDays(20))
	s.buy(visits)
	s.pay(visits, 0, s.begin.AddDays(75), 0)
	s.evaluate(visits, purchase.Midterm, year.AddDays(-215), "", 84, 86, 82, 90)
	s.pay(visits, 1, year.AddDays(-200), 30)
	s.evaluate(visits, purchase.Final, year.AddDays(8), "", 88, 87, 90, 93)
	s.pay(visits, 2, year.AddDays(14), 30)
	take(s, s.office(year.AddDays(40).Time(), 1), s.civil, purchase.Contracts, &visits.contract, "finish", store.Taking{})

	home := &order{title: "荔城儿童服务站（一期）服务", item: 2, line: before, method: purchase.Consultation, of: s.childHome, amount: 18_000_000, from: s.begin.AddDays(15), last: year.AddDays(-1),
		delivers: []purchase.Deliverable{{What: "成长小组", Measure: need.Times, Wanted: 20}, {What: "服务儿童", Measure: need.Persons, Wanted: 140}}, shares: []int64{5000, 5000}}
	home.pays = append(home.pays, s.begin.AddDays(77), year.AddDays(10))
	s.buy(home)
	s.pay(home, 0, s.begin.AddDays(77), 0)
	s.evaluate(home, purchase.Final, year.AddDays(6), "", 86, 90, 78, 92)
	s.pay(home, 1, year.AddDays(12), 24)
	take(s, s.office(year.AddDays(41).Time(), 1), s.civil, purchase.Contracts, &home.contract, "finish", store.Taking{})

	again := &order{title: "荔城儿童服务站（二期）服务", item: 2, line: now, method: purchase.Consultation, of: s.childHome, amount: 35_812_500, from: year.AddDays(6), last: year.AddDays(364),
		delivers: []purchase.Deliverable{{What: "假日小组", Measure: need.Times, Wanted: 14}, {What: "服务儿童", Measure: need.Persons, Wanted: 140}, {What: "家长课堂小结", Measure: need.ByProof, Wanted: 2}}, shares: []int64{4000, 4000, 2000}}
	again.pays = append(again.pays, year.AddDays(78), year.AddDays(215), year.AddDays(350))
	s.buy(again)
	s.pay(again, 0, year.AddDays(78), 0)
	s.evaluate(again, purchase.Midterm, year.AddDays(190), "", 86, 90, 78, 92)
	s.pay(again, 1, year.AddDays(215), 8)
	s.handIn(again, 2, s.before(6), 12)
	s.evaluate(again, purchase.Final, s.before(3), "")

	s.forTheAged(aged)
	s.badly(other)
	s.bidding(other)
}

// judges plans who evaluates, and that one of them once worked for a provider.
func (s *story) judges() {
	s.judge = new(record.ID[people.Person])
	former := new(record.ID[people.Person])
	for i, id := range []*record.ID[people.Person]{s.judge, former} {
		s.on(s.at(s.begin, 16*60+i), s.officer, func(tx *store.Tx) error {
			return add(tx, people.Persons, County, id, func(p *people.Person) { p.Name = []string{"彭立群", "贺文秀"}[i] })
		})
	}
	s.on(s.office(s.begin.Time(), 5), s.civil, func(tx *store.Tx) error {
		return add(tx, purchase.Ties, County, nil, func(t *purchase.Tie) {
			t.Person, t.Org, t.What, t.From, t.Until = *former, s.orgs[lotus].id, "曾任项目主管", s.begin.AddDays(-1500), s.begin.AddDays(-200)
		})
	})
}

// simply makes activities of this year, in which an organisation did what it
// always does, ones of a project.
func (s *story) simply(p *programme, most int) {
	for _, g := range s.simple {
		if g.doing.org == p.lead && g.also == nil && g.community != s.urban[3] && g.on >= p.from && g.on < s.last && len(p.evidence) < most {
			g.also = func(a *service.Activity) { a.Project = p.id }
			p.evidence = append(p.evidence, g)
		}
	}
	p.sort()
}

// forTheAged plans a contract of the organisation whose member the demonstration
// has: one payment paid, one for 财政 to pay, one to come.
func (s *story) forTheAged(line *record.ID[purchase.Line]) {
	year := s.anchor.YearStart()
	p := s.programme("银龄居家服务", "为行动不便的老人上门理发、探访、送医", "", silver, year.AddDays(45), year.AddDays(364), 24_000_000)
	s.simply(p, 14)
	o := &order{title: "居家养老上门服务", item: 1, line: line, method: purchase.OpenTender, of: p, amount: 24_000_000, from: year.AddDays(8), last: year.AddDays(364),
		delivers: []purchase.Deliverable{{What: "上门服务", Measure: need.Times, Wanted: 16}, {What: "服务人次", Measure: need.PersonTimes, Wanted: 500}}, shares: []int64{3000, 5000, 2000}}
	o.pays = append(o.pays, year.AddDays(82), year.AddDays(240), year.AddDays(355))
	s.buy(o)
	s.pay(o, 0, year.AddDays(82), 0)
	s.evaluate(o, purchase.Midterm, year.AddDays(225), "", 90, 88, 85, 94)
	s.accept(o, 1, s.before(7), 8)
}

// badly plans two contracts that went badly: one whose payment is held until what
// was found is put right, and one that ended in a bar and an appeal.
func (s *story) badly(line *record.ID[purchase.Line]) {
	year := s.anchor.YearStart()
	p := s.programme("康护到家", "为失能和术后居民上门指导康复、陪诊", "", care, year.AddDays(45), year.AddDays(364), 12_000_000)
	s.simply(p, 10)
	held := &order{title: "残疾人社区康复服务", item: 3, line: line, method: purchase.Negotiation, of: p, amount: 12_000_000, from: year.AddDays(10), last: year.AddDays(364),
		delivers: []purchase.Deliverable{{What: "上门康复指导", Measure: need.Times, Wanted: 40}}, shares: []int64{4000, 4000, 2000}}
	held.pays = append(held.pays, year.AddDays(82), year.AddDays(240), year.AddDays(355))
	s.buy(held)
	s.pay(held, 0, year.AddDays(82), 0)
	s.accept(held, 1, s.before(30), 6)
	e := s.evaluate(held, purchase.Midterm, s.before(20), "上门记录缺签字，回访没有做", 62, 50, 51, 60)
	act(s, s.office(s.before(5).Time(), 0), s.civil, purchase.Evaluations, e, "mend", func(e *purchase.Evaluation) { e.Mended = "已补齐 6 次上门记录，并回访 22 户" })

	crafts := s.programme("老手艺进社区", "请老师傅教剪纸、编扎，孩子和老人一起学", "", craft, year.AddDays(45), year.AddDays(250), 5_000_000)
	s.simply(crafts, 6)
	failed := &order{title: "传统技艺进社区服务", item: 4, line: line, method: purchase.Direct, of: crafts, amount: 5_000_000, from: year.AddDays(12), last: year.AddDays(250),
		delivers: []purchase.Deliverable{{What: "技艺课", Measure: need.Times, Wanted: 24}}, shares: []int64{6000, 4000}}
	failed.pays = append(failed.pays, year.AddDays(82), year.AddDays(255))
	s.buy(failed)
	s.pay(failed, 0, year.AddDays(82), 0)
	s.handIn(failed, 1, s.before(34), 6)
	s.evaluate(failed, purchase.Final, s.before(28), "只办了约定的一部分，没有过程记录", 60, 55, 52, 72)
	s.on(s.office(s.before(8).Time(), 0), s.civil, func(tx *store.Tx) error {
		f, err := store.First(tx.Context(), tx.All(), purchase.Flags, func(f *purchase.Flag, w *store.Where) { w.Is(&f.Contract, failed.contract) })
		if err != nil || f == nil {
			return err
		}
		return store.TakeWith(tx, purchase.Flags, f, "appeal", saying("appeal", "场地改造停用两个月，没有算进去；课程照片和名单可补交"))
	})
}

// bidding plans purchases under way: planned, noticed, shown and dropped.
func (s *story) bidding(line *record.ID[purchase.Line]) {
	p := &programme{lead: peace}
	of := func(title string, item, before int) *order {
		return &order{title: title, item: item, line: line, method: purchase.Consultation, of: p, amount: 2_000_000, from: s.before(before)}
	}
	s.award(of("居民纠纷调解服务", 5, 22))
	s.apply(of("社会工作督导服务", 7, 12))
	dropped := of("社会组织培育服务", 6, 60)
	take(s, s.office(s.apply(dropped), 10), s.civil, purchase.Purchases, &dropped.purchase, "drop", because("需求论证没有通过，明年再议"))
	planned := of("社工站冬季慰问服务", 2, 2)
	s.apply(planned)
}
