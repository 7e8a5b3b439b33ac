package purchase

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Contract (购买服务合同) is what was agreed with a provider: what is delivered, and
// what is paid when. The activities of its project are the evidence.
type Contract struct {
	record.Base
	Title    string
	Number   string
	Purchase record.ID[Purchase]
	Line     record.ID[Line]
	Buyer    record.ID[people.Unit]
	Org      record.ID[org.SocialOrg]
	Agency   record.ID[people.Unit]
	Project  record.ID[need.Project]
	Amount   record.Fen
	Paid     record.Fen
	Signed   clock.Date
	From     clock.Date
	Last     clock.Date
	Delivers []Deliverable
	Copy     string
	State    ContractState
}

// Deliverable is what a contract wants delivered. What was is counted from the
// activities of its project.
type Deliverable struct {
	What    string
	Measure need.Measure
	Wanted  int64
}

// Contracts is the register of contracts (购买服务合同台账).
var Contracts = record.Define[Contract]("contract", "购买服务合同")

// Fields implements [record.Record].
func (c *Contract) Fields(f *record.Fields) {
	f.Text(&c.Title, "title", "合同名称").Required().Title().Public()
	f.Text(&c.Number, "number", "合同编号").Required().InList().Search()
	f.Ref(&c.Purchase, "purchase", "采购").Required().Places().Fixed().InList().Filter()
	f.Ref(&c.Line, "line", "预算").System().Filter()
	f.Ref(&c.Buyer, "buyer", "购买主体").System().InList().Public()
	f.Ref(&c.Org, "org", "承接的社会组织").Owner().System().InList().Filter().Public()
	f.Ref(&c.Agency, "agency", "评估机构").Owner().System()
	f.Ref(&c.Project, "project", "项目").Required().InList().Filter().Help("这个项目的服务活动就是履约的依据")
	f.Money(&c.Amount, "amount", "合同金额").Fixed().InList().Public()
	f.Money(&c.Paid, "paid", "已支付").System().InList()
	f.Date(&c.Signed, "signed_on", "签订日期").Required().Begins().InList().Filter().Public()
	f.Date(&c.From, "from_day", "开始日期").Required().InList().Public()
	f.Date(&c.Last, "last_day", "结束日期").Required().InList().Filter().Public().Help("含当日")
	record.Rows(f, &c.Delivers, "deliverables", "要交付的")
	f.File(&c.Copy, "file", "合同扫描件")
	f.State(&c.State, "state", "状态").InitialStates(Signed).Public()
}

// Fields implements [record.Row].
func (d *Deliverable) Fields(f *record.Fields) {
	f.Text(&d.What, "what", "内容").Required()
	f.Choice(&d.Measure, "measure", "按什么数").Required()
	f.Int(&d.Wanted, "wanted", "数量")
}

// Keys says a number is one contract, and a purchase has one.
func (c *Contract) Keys(k *record.Keys) {
	k.One(&c.Number).Says("这个合同编号已经登记过")
	k.One(&c.Purchase).Says("这次采购已经签了合同")
}

// Prepare implements [record.Preparer]: parties and budget are the purchase's.
func (c *Contract) Prepare(tx record.Tx) error {
	if c.Purchase == 0 {
		return nil
	}
	x, err := store.One(tx.Context(), store.In(tx).All(), Purchases, c.Purchase)
	if err == nil {
		c.Area, c.Line, c.Buyer, c.Org = x.Area, x.Line, x.Buyer, x.Org
	}
	return err
}

// Check implements [record.Checker].
func (c *Contract) Check(p *record.Problems) {
	switch {
	case c.Amount <= 0:
		p.Add(&c.Amount, "要大于 0")
	case c.Last < c.From:
		p.Add(&c.Last, "不能早于开始日期")
	case c.From != "" && c.From.AddMonths(36).AddDays(-1) < c.Last:
		p.Add(&c.Last, "合同期最长三年：政府购买服务管理办法（财政部令第102号）")
	}
	for i, d := range c.Delivers {
		if d.Wanted < 0 {
			p.Add(&c.Delivers, "第 %d 行：数量不能是负数", i+1)
		}
	}
}

// CheckIn implements [record.CheckerIn]: the purchase was settled, and the budget
// holds the amount, whoever else signs at this moment.
func (c *Contract) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || c.Purchase == 0 {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	x, err := store.One(ctx, all, Purchases, c.Purchase)
	if err != nil {
		return err
	}
	if x.State != Awarded {
		p.Add(&c.Purchase, "“%s”现在是“%s”，成交并公示期满以后才能签合同", x.Title, Purchases.StateLabel(string(x.State)))
		return nil
	}
	if c.Amount > x.Price {
		p.Add(&c.Amount, "超过成交金额 %s 元", x.Price.Yuan())
	}
	o, err := store.One(ctx, all, org.SocialOrgs, c.Org)
	if err != nil {
		return err
	}
	if why, err := barred(tx, o, tx.Today()); err != nil || why != "" {
		p.Add(&c.Purchase, "%s", why)
		return err
	}
	if err := store.Lock(tx, Lines, c.Line); err != nil {
		return err
	}
	l, err := store.One(ctx, all, Lines, c.Line)
	if err != nil {
		return err
	}
	signed, err := signedOn(tx, c.Line, 0)
	if err == nil && c.Amount > l.Amount-signed {
		p.Add(&c.Amount, "预算“%s”还剩 %s 元，不够签这份合同", l.Title, (l.Amount - signed).Yuan())
	}
	return err
}

// Steps describes how a contract is carried out.
func (c *Contract) Steps(s *record.Steps[Contract]) {
	by := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("start", "开始实施", Running).From(Signed).By(by...)
	s.Step("suspend", "暂停", Suspended).From(Running).By(by...).Reason()
	s.Step("resume", "恢复", Running).From(Suspended).By(by...)
	s.Step("end", "解除合同", Ended).From(Signed, Running, Suspended).By(by...).Reason().Proof()
	s.Step("finish", "履约完成，结项", Finished).From(Running).By(by...).Says("终期评估以后才能结项").Do((*Contract).finished)
	s.Path(Signed, Running, Finished)
	s.Task(Running, "evaluate_contract", "组织终期评价", people.CivilAffairs).Due(func(c *Contract, _ record.Tx) clock.Date { return c.Last })
}

// finished wants a final evaluation.
func (c *Contract) finished(tx record.Tx) error {
	n, err := store.CountOf(tx.Context(), store.In(tx).All(), Evaluations, func(e *Evaluation, w *store.Where) {
		w.Is(&e.Contract, record.ID[Contract](c.ID)).Is(&e.Kind, Final).In(&e.State, Concluded, Mended)
	})
	return orLacks(n, err, "还没有完成的终期评估")
}

// Voiding implements [record.Voider]: a contract on which money was paid stands.
func (c *Contract) Voiding(record.Tx) error {
	if c.Paid > 0 {
		return fault.New(fault.Conflict, "已经支付 %s 元，不能作废；不再履行的解除合同", c.Paid.Yuan())
	}
	return nil
}

// Rights implements [record.Righted].
func (*Contract) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read, r.ReadOwn = append(r.Read, people.Finance), record.By(people.Organisation, people.Evaluator)
	r.EditIn = []record.Chooser{Signed, Running}
	return r
}

// ContractState (状态) of a contract.
type ContractState string

const (
	Signed    ContractState = "signed"
	Running   ContractState = "in_force"
	Suspended ContractState = "suspended"
	Ended     ContractState = "ended"
	Finished  ContractState = "finished"
)

// Options implements [record.Chooser].
func (ContractState) Options() []record.Option {
	return record.Options(Signed, "已签订", Running, "履行中", Suspended, "已暂停", Ended, "已解除", Finished, "已结项")
}
