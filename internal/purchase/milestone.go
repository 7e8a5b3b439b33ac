package purchase

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// Milestone (付款节点) is one payment of a contract: for what, shown by which
// activities, accepted by whom, paid once.
type Milestone struct {
	record.Base
	Title    string
	Contract record.ID[Contract]
	Org      record.ID[org.SocialOrg]
	Agency   record.ID[people.Unit]
	Order    int64
	Share    int64
	Amount   record.Fen
	Due      clock.Date
	Clause   string
	Criteria string
	Evidence record.IDs[service.Activity]
	Files    string
	Accepted clock.Date
	Finding  string
	PaidOn   clock.Date
	Voucher  string
	State    MilestoneState
}

// Milestones is the register of milestones (付款节点台账).
var Milestones = record.Define[Milestone]("milestone", "付款节点")

// Fields implements [record.Record].
func (m *Milestone) Fields(f *record.Fields) {
	f.Text(&m.Title, "title", "节点").Required().Title().Help("如 首付款、中期款、尾款")
	f.Ref(&m.Contract, "contract", "合同").Required().Places().Fixed().InList().Filter()
	f.Ref(&m.Org, "org", "承接的社会组织").Owner().System().InList().Filter()
	f.Ref(&m.Agency, "agency", "评估机构").Owner().System()
	f.Int(&m.Order, "order_number", "第几笔").InList()
	f.Percent(&m.Share, "share", "占合同金额").Fixed().InList()
	f.Money(&m.Amount, "amount", "金额").System().InList()
	f.Date(&m.Due, "due_on", "应付日期").InList().Filter()
	f.Text(&m.Clause, "clause", "合同条款").Help("约定这一笔的条款，如 第六条第二款")
	f.Prose(&m.Criteria, "criteria", "付款条件").Required()
	f.Refs(&m.Evidence, "evidence", "依据的服务活动").Help("从已经记下的活动里选，不用另写材料")
	f.File(&m.Files, "file", "其他材料")
	f.Date(&m.Accepted, "accepted_on", "验收日期").InList()
	f.Prose(&m.Finding, "finding", "验收意见")
	f.Date(&m.PaidOn, "paid_on", "支付日期").InList().Filter()
	f.Text(&m.Voucher, "voucher", "支付凭证号")
	f.State(&m.State, "state", "状态").InitialStates(Waiting)
}

// Keys says a contract has each payment once.
func (m *Milestone) Keys(k *record.Keys) {
	k.One(&m.Contract, &m.Order).Says("这份合同已有这一笔")
	k.One(&m.Voucher).Says("这个支付凭证号已经用过")
}

// Prepare implements [record.Preparer]: the amount is the contract's share of it;
// the one that makes the shares whole takes the odd fen.
func (m *Milestone) Prepare(tx record.Tx) error {
	if m.Contract == 0 {
		return nil
	}
	if err := store.Lock(tx, Contracts, m.Contract); err != nil {
		return err
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Contracts, m.Contract)
	if err != nil {
		return err
	}
	others, err := m.siblings(tx)
	if err != nil {
		return err
	}
	m.Area, m.Org, m.Agency, m.Amount = c.Area, c.Org, c.Agency, c.Amount*record.Fen(m.Share)/hundredPercent
	share, rest := m.Share, c.Amount
	for _, o := range others {
		share, rest = share+o.Share, rest-o.Amount
	}
	if share == hundredPercent {
		m.Amount = rest
	}
	return nil
}

// hundredPercent is all of something, in hundredths of a percent.
const hundredPercent = 10_000

// CheckIn implements [record.CheckerIn]: the shares of a contract are at most all
// of it, and evidence is of its project.
func (m *Milestone) CheckIn(tx record.Tx, p *record.Problems) error {
	if m.Share <= 0 || m.Share > hundredPercent {
		p.Add(&m.Share, "应大于 0%%，不超过 100%%")
	}
	if m.Contract == 0 {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	if err := store.Lock(tx, Contracts, m.Contract); err != nil {
		return err
	}
	others, err := m.siblings(tx)
	if err != nil {
		return err
	}
	sum := m.Share
	for _, o := range others {
		sum += o.Share
	}
	if sum > hundredPercent {
		p.Add(&m.Share, "这份合同各笔加起来是 %d.%02d%%，不能超过 100%%", sum/100, sum%100)
	}
	if len(m.Evidence) == 0 {
		return nil
	}
	used := map[record.ID[service.Activity]]int64{}
	for _, o := range others {
		for _, id := range o.Evidence {
			used[id] = o.Order
		}
	}
	c, err := store.One(ctx, all, Contracts, m.Contract)
	if err != nil {
		return err
	}
	list, err := store.Find(ctx, all, service.Activities, func(a *service.Activity, w *store.Where) { w.IDs(anys(m.Evidence)) })
	for _, a := range list {
		switch order := used[record.ID[service.Activity](a.ID)]; {
		case order != 0:
			p.Add(&m.Evidence, "“%s”已是第 %d 笔的依据，一场活动只作一笔的依据", a.Title, order)
		case a.Project != c.Project:
			p.Add(&m.Evidence, "“%s”不是这份合同的项目的活动", a.Title)
		case a.State != service.Held:
			p.Add(&m.Evidence, "“%s”还没有办完，不能作依据", a.Title)
		}
	}
	return err
}

func anys(ids record.IDs[service.Activity]) (out []any) {
	for _, id := range ids {
		out = append(out, int64(id))
	}
	return out
}

// siblings gives the other payments of the contract, in order.
func (m *Milestone) siblings(tx record.Tx) ([]*Milestone, error) {
	return store.Find(tx.Context(), store.In(tx).All(), Milestones, func(x *Milestone, w *store.Where) {
		w.Is(&x.Contract, m.Contract).Other(m.ID).By(&x.Order).Limit(100)
	})
}

// Steps describes handing in, accepting, holding back and paying.
func (m *Milestone) Steps(s *record.Steps[Milestone]) {
	by := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("submit", "报送验收", Submitted).From(Waiting).By(by...).ByOwner(people.Organisation).Ask(&m.Evidence, &m.Files)
	s.Step("accept", "验收通过", Accepted).From(Submitted).By(by...).Need(&m.Accepted).Ask(&m.Finding)
	s.Step("return", "退回补充", Waiting).From(Submitted).By(by...).Reason()
	s.Step("hold", "暂缓支付", Held).From(Waiting, Submitted, Accepted).By(by...).Reason()
	s.Step("release", "恢复支付", Accepted).From(Held).By(by...).Reason().Do((*Milestone).released)
	s.Step("resume", "恢复，等报送验收", Waiting).From(Held).By(by...).Reason().Do((*Milestone).mended)
	s.Step("withhold", "不予支付", Withheld).From(Waiting, Submitted, Accepted, Held).By(by...).Reason()
	s.Step("pay", "支付", Paid).From(Accepted).By(people.Finance).Need(&m.PaidOn, &m.Voucher).Proof().Says("按顺序支付，合起来不超过合同金额").Do((*Milestone).pay)
	s.Path(Waiting, Submitted, Accepted, Paid)
	s.Task(Submitted, "accept", "验收付款节点", people.CivilAffairs)
	s.Task(Accepted, "pay", "支付", people.Finance)
}

// released wants that what was held had been accepted.
func (m *Milestone) released(tx record.Tx) error {
	if m.Accepted == "" {
		return fault.New(fault.Conflict, "这一笔还没有验收过，选“恢复，等报送验收”")
	}
	return m.mended(tx)
}

// mended wants that whatever an evaluation found has been put right.
func (m *Milestone) mended(tx record.Tx) error {
	open, err := store.Find(tx.Context(), store.In(tx).All(), Evaluations, func(e *Evaluation, w *store.Where) {
		w.Is(&e.Contract, m.Contract).In(&e.State, Concluded, Mending).Is(&e.Grade, Failed)
	})
	if err == nil && len(open) > 0 {
		err = fault.New(fault.Conflict, "%s不合格，整改通过以后再恢复", Evaluations.Field("kind").Text(open[0]))
	}
	return err
}

// Voiding implements [record.Voider]: what was paid stands.
func (m *Milestone) Voiding(record.Tx) error {
	if m.State == Paid {
		return fault.New(fault.Conflict, "“%s”已经支付，不能作废", m.Title)
	}
	return nil
}

// pay pays once, in order, never more than the contract, whoever else pays at this
// moment.
func (m *Milestone) pay(tx record.Tx) error {
	if err := store.Lock(tx, Contracts, m.Contract); err != nil {
		return err
	}
	ctx, all := tx.Context(), store.In(tx).All()
	c, err := store.One(ctx, all, Contracts, m.Contract)
	if err != nil {
		return err
	}
	if c.State != Running && c.State != Finished {
		return fault.New(fault.Conflict, "合同现在是“%s”，不能支付", Contracts.StateLabel(string(c.State)))
	}
	others, err := m.siblings(tx)
	if err != nil {
		return err
	}
	paid, share, last := m.Amount, m.Share, len(others) > 0
	for _, o := range others {
		share, last = share+o.Share, last && o.Order < m.Order
		if o.State == Paid {
			paid += o.Amount
		}
		if o.Order < m.Order && o.State != Paid && o.State != Withheld {
			return fault.New(fault.Conflict, "第 %d 笔“%s”还没有支付，按顺序支付", o.Order, o.Title)
		}
	}
	if paid > c.Amount {
		return fault.New(fault.Conflict, "加上这一笔共支付 %s 元，超过合同金额 %s 元", paid.Yuan(), c.Amount.Yuan())
	}
	if last && share == hundredPercent {
		if err := c.finished(tx); err != nil {
			return err
		}
	}
	switch problem := (fault.Problem{Field: "paid_on", Label: "支付日期"}); {
	case m.PaidOn > tx.Today():
		problem.Text = m.PaidOn.Chinese() + "还没有到"
		return fault.Fields(problem)
	case m.PaidOn < m.Accepted:
		problem.Text = "不能早于验收的" + m.Accepted.Chinese()
		return fault.Fields(problem)
	}
	return store.Change(tx, Contracts, c, func(c *Contract) { c.Paid = paid })
}

// Rights implements [record.Righted].
func (*Milestone) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read, r.ReadOwn = append(r.Read, people.Finance), record.By(people.Organisation, people.Evaluator)
	r.EditIn = []record.Chooser{Waiting, Submitted}
	return r
}

// MilestoneState (状态) of a payment.
type MilestoneState string

const (
	Waiting   MilestoneState = "waiting"
	Submitted MilestoneState = "submitted"
	Accepted  MilestoneState = "accepted"
	Held      MilestoneState = "held"
	Withheld  MilestoneState = "withheld"
	Paid      MilestoneState = "paid"
)

// Options implements [record.Chooser].
func (MilestoneState) Options() []record.Option {
	return record.Options(Waiting, "未到", Submitted, "待验收", Accepted, "已验收，待支付", Held, "暂缓支付", Withheld, "不予支付", Paid, "已支付")
}
