package need

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// State (状态) of a need.
type State string

const (
	Raised      State = "raised"
	Verified    State = "verified"
	NoResource  State = "no_resource"
	Arranged    State = "arranged"
	Served      State = "served"
	Closed      State = "closed"
	Refused     State = "refused"
	Transferred State = "transferred"
	Merged      State = "merged"
	Withdrawn   State = "withdrawn"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Raised, "待受理", Verified, "已受理", NoResource, "暂无资源", Arranged, "已对接", Served, "待居民确认", Closed, "已办结",
		Refused, "不予受理", Transferred, "已转办", Merged, "已合并", Withdrawn, "已撤回")
}

// Steps describes how a need is dealt with.
func (n *Need) Steps(s *record.Steps[Need]) {
	worker := []record.Role{people.CommunityWorker, people.TownOfficer}
	s.Step("verify", "受理", Verified).From(Raised).By(worker...).Ask(&n.Title, &n.Category, &n.Targets).Do((*Need).answered)
	s.Step("arrange", "已有安排", Arranged).From(Verified, NoResource).By(worker...)
	s.Step("serve", "服务完成，请居民确认", Served).From(Verified, Arranged, NoResource).By(worker...).Need(&n.Outcome).Do((*Need).answered)
	s.Step("confirm", "确认办好了", Closed).From(Served).By(worker...).Public().Do((*Need).confirmed)
	s.Step("combine", "合并", Merged).From(Raised, Verified, NoResource).By(worker...).Need(&n.MergedTo).
		Says("合并后只算一件；两件的来历都保留，可以撤销").Do((*Need).combined)
	s.Step("lack", "记为暂无资源", NoResource).From(Verified).By(worker...).Reason().Says("进入缺口清单").Do((*Need).answered)
	s.Step("transfer", "转办", Transferred).From(Raised, Verified, NoResource).By(worker...).Need(&n.TransferT).Reason().Do((*Need).answered)
	s.Step("refuse", "不予受理", Refused).From(Raised, Verified).By(worker...).Reason().Says("居民凭查询码能看到原因").Do((*Need).answered)
	s.Step("separate", "撤销合并", Verified).From(Merged).By(worker...).Do((*Need).separated)
	s.Step("unarrange", "对接未成，重新安排", Verified).From(Arranged).By(worker...).Reason()
	s.Step("reopen", "还没办好，请重办", Verified).From(Served, Closed).By(worker...).Public().Reason().Do((*Need).reopened)
	s.Step("lapse", "逾期未答复，办结", Closed).From(Served).By(worker...).Do((*Need).lapsed)
	s.Step("withdraw", "撤回", Withdrawn).From(Raised, Verified, NoResource).Public().By(worker...)
	s.Path(Raised, Verified, Arranged, Served, Closed)
	due := func(n *Need, _ record.Tx) clock.Date { return n.Due }
	s.Task(Raised, "answer", "答复需求", people.CommunityWorker).Due(due)
	s.Task(Verified, "match", "对接资源", people.CommunityWorker).Due((*Need).matchDue)
	s.Task(Served, "confirm", "等居民确认", people.CommunityWorker).Due((*Need).silenceDue)
}

// Answered (已答复) is emitted when whoever asked is to be told what became of it.
type Answered struct{ Need *Need }

func (n *Need) answered(tx record.Tx) error { return store.In(tx).Emit(Answered{n}) }

// promise gives the day by which an answer is promised.
func promise(tx record.Tx, area string, from clock.Date) (clock.Date, error) {
	days, err := store.Number(tx, "need.answer_days", area)
	return store.WorkingDays(tx, from, days), err
}

func (n *Need) matchDue(tx record.Tx) clock.Date {
	days, err := store.Number(tx, "need.match_days", n.Area)
	if err != nil {
		return ""
	}
	return store.WorkingDays(tx, tx.On(), days)
}

func (n *Need) silenceDue(tx record.Tx) clock.Date {
	days, err := store.Number(tx, "need.silence_days", n.Area)
	if err != nil {
		return ""
	}
	return tx.On().AddDays(days)
}

// combined keeps a chain of merges from forming.
func (n *Need) combined(tx record.Tx) error {
	into, err := store.One(tx.Context(), store.In(tx).All(), Needs, n.MergedTo)
	if err != nil {
		return err
	}
	if into.State == Merged || into.State == Refused || into.State == Withdrawn {
		return fault.Fields(fault.Problem{Field: "merged_to", Label: "合并到", Text: "那一件已是“" + Needs.StateLabel(string(into.State)) + "”，请选还在办的一件"})
	}
	return nil
}

func (n *Need) separated(tx record.Tx) error {
	return store.Change(tx, Needs, n, func(n *Need) { n.MergedTo = 0 })
}

func (n *Need) confirmed(tx record.Tx) error {
	return store.Change(tx, Needs, n, func(n *Need) { n.Answer = Confirmed })
}

func (n *Need) reopened(tx record.Tx) error {
	return store.Change(tx, Needs, n, func(n *Need) { n.Answer = Reopened })
}

// lapsed closes a need whose resident has not answered in time. It is counted
// apart from what residents confirmed.
func (n *Need) lapsed(tx record.Tx) error {
	served := clock.DateOf(n.Changed.Time())
	list, err := store.In(tx).All().Passages(tx.Context(), Needs.Register, n.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.To == string(Served) {
			served = p.On
		}
	}
	days, err := store.NumberOn(tx, "need.silence_days", n.Area, served)
	if err != nil {
		return err
	}
	if tx.On() < served.AddDays(days) {
		return fault.New(fault.Conflict, "居民还有时间答复，%s 起才能按逾期办结", served.AddDays(days).Chinese())
	}
	return store.Change(tx, Needs, n, func(n *Need) { n.Answer = Silent })
}
