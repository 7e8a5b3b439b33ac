package purchase

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Purchase (采购) is the buying of one service: by what method, who bid, who was
// chosen.
type Purchase struct {
	record.Base
	Title    string
	Item     record.ID[Item]
	Line     record.ID[Line]
	Buyer    record.ID[people.Unit]
	Amount   record.Fen
	Method   Method
	Reason   string
	Noticed  clock.Date
	Bids     []Bid
	Org      record.ID[org.SocialOrg]
	Price    record.Fen
	Shown    clock.Date
	ShownTo  clock.Date
	Document record.ID[people.Document]
	State    State
}

// Bid is one offer.
type Bid struct {
	Who    string
	Price  record.Fen
	Points int64
	Note   string
}

// Purchases is the register of purchases (采购台账).
var Purchases = record.Define[Purchase]("purchase", "服务采购")

// Fields implements [record.Record].
func (x *Purchase) Fields(f *record.Fields) {
	f.Text(&x.Title, "title", "采购项目").Required().Title().Public()
	f.Ref(&x.Item, "item", "目录项目").Required().InList().Filter()
	f.Ref(&x.Line, "line", "预算").Required().InList().Filter()
	f.Ref(&x.Buyer, "buyer", "购买主体").Required().InList().Filter().Public()
	f.Money(&x.Amount, "amount", "采购金额").InList().Public()
	f.Choice(&x.Method, "method", "采购方式").Required().InList().Filter().Public()
	f.Text(&x.Reason, "method_reason", "方式的理由").Help("单一来源和直接委托要写")
	f.Ref(&x.Document, "document", "采购文件")
	f.Section("公告与成交")
	f.Date(&x.Noticed, "noticed_on", "公告日期").InList().Public()
	record.Rows(f, &x.Bids, "bids", "投标或报价")
	f.Ref(&x.Org, "org", "成交的社会组织").Owner().InList().Filter().Public()
	f.Money(&x.Price, "price", "成交金额").InList().Public()
	f.Date(&x.Shown, "shown_from", "公示开始").Public()
	f.Date(&x.ShownTo, "shown_last", "公示结束").System().InList().Public()
	f.State(&x.State, "state", "状态").InitialStates(Drafted).Public()
}

// Fields implements [record.Row].
func (b *Bid) Fields(f *record.Fields) {
	f.Text(&b.Who, "who", "谁").Required()
	f.Money(&b.Price, "price", "报价")
	f.Decimal(&b.Points, 2, "mark", "评审得分")
	f.Text(&b.Note, "note", "说明")
}

// Check implements [record.Checker].
func (x *Purchase) Check(p *record.Problems) {
	if x.Amount <= 0 {
		p.Add(&x.Amount, "要大于 0")
	}
	if (x.Method == SingleSource || x.Method == Direct) && x.Reason == "" {
		p.Add(&x.Reason, "这种方式要写明理由")
	}
	if x.Price < 0 || x.Price > x.Amount {
		p.Add(&x.Price, "应在 0 和采购金额 %s 元之间", x.Amount.Yuan())
	}
	if x.Noticed != "" && x.Shown != "" && x.Shown < x.Noticed {
		p.Add(&x.Shown, "不能早于公告日期")
	}
}

// CheckIn implements [record.CheckerIn].
func (x *Purchase) CheckIn(tx record.Tx, p *record.Problems) error {
	if x.Item == 0 || x.Line == 0 || p.Before != nil {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	i, err := store.One(ctx, all, Items, x.Item)
	if err != nil {
		return err
	}
	if today := tx.Today(); i.From > today || i.Until != "" && i.Until <= today {
		p.Add(&x.Item, "“%s”今天不在指导性目录里，不能购买", i.Title)
	}
	l, err := store.One(ctx, all, Lines, x.Line)
	if err != nil {
		return err
	}
	signed, err := signedOn(tx, x.Line, 0)
	if err == nil && x.Amount > l.Amount-signed {
		p.Add(&x.Amount, "先有预算：“%s”还剩 %s 元", l.Title, (l.Amount - signed).Yuan())
	}
	return err
}

// Steps describes noticing, awarding and showing to the public.
func (x *Purchase) Steps(s *record.Steps[Purchase]) {
	by := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("notice", "发公告", Noticed).From(Drafted).By(by...).Need(&x.Noticed)
	s.Step("award", "确定成交，公示", Shown).From(Drafted, Noticed).By(by...).Need(&x.Org, &x.Price, &x.Shown).Ask(&x.Bids).Do((*Purchase).awarded)
	s.Step("settle", "公示无异议", Awarded).From(Shown).By(by...).Do((*Purchase).settled)
	s.Step("object", "有异议，重新评审", Noticed).From(Shown).By(by...).Reason()
	s.Step("drop", "终止采购", Dropped).From(Drafted, Noticed, Shown).By(by...).Reason()
	s.Path(Drafted, Noticed, Shown, Awarded)
	s.Task(Shown, "settle", "公示期满，确认成交", people.CivilAffairs).Due(func(x *Purchase, _ record.Tx) clock.Date { return x.ShownTo })
}

// leastBids is how many bids a tender needs: 政府采购法第三十六条.
const leastBids = 3

// awarded refuses whoever may not bid, and fixes the last day of the showing.
func (x *Purchase) awarded(tx record.Tx) error {
	if x.Method != Direct && x.Noticed == "" {
		return fault.Fields(fault.Problem{Field: "noticed_on", Label: "公告日期", Text: "直接委托以外的采购要先发公告"})
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, x.Org)
	if err != nil {
		return err
	}
	if why, err := barred(tx, o, tx.On()); err != nil || why != "" {
		return firstOf(err, fault.New(fault.Conflict, "%s", why))
	}
	if x.Method == OpenTender && len(x.Bids) < leastBids {
		return fault.Fields(fault.Problem{Field: "bids", Label: "投标或报价", Text: fmt.Sprintf("公开招标有 %d 家投标，不足三家的应予废标：政府采购法第三十六条", len(x.Bids))})
	}
	days, err := store.Number(tx, "purchase.shown_days", x.Area)
	if err != nil {
		return err
	}
	last := store.WorkingDays(tx, x.Shown.AddDays(-1), days)
	return store.Change(tx, Purchases, x, func(x *Purchase) { x.ShownTo = last })
}

func (x *Purchase) settled(tx record.Tx) error {
	if tx.On() <= x.ShownTo {
		return fault.New(fault.Conflict, "公示到 %s，期满以后才能确认", x.ShownTo.Chinese())
	}
	return nil
}

// barred says why an organisation may not take on a service, "" if it may. An
// appeal does not lift the bar; its answer may.
func barred(tx record.Tx, o *org.SocialOrg, on clock.Date) (string, error) {
	if o.State != org.Normal {
		return "“" + o.Name + "”现在是“" + org.SocialOrgs.StateLabel(string(o.State)) + "”，不能承接", nil
	}
	f, err := store.First(tx.Context(), store.In(tx).All(), Flags, func(f *Flag, w *store.Where) {
		w.Is(&f.Org, record.ID[org.SocialOrg](o.ID)).In(&f.State, Flagged, Appealed, Upheld).AtMost(&f.From, on).AtLeast(&f.Last, on)
	})
	if err != nil || f == nil {
		return "", err
	}
	return "“" + o.Name + "”到 " + f.Last.Chinese() + " 不能承接：" + f.Why, nil
}

// Voiding implements [record.Voider]: what a contract was signed on stands.
func (x *Purchase) Voiding(tx record.Tx) error {
	n, err := store.CountOf(tx.Context(), store.In(tx).All(), Contracts, func(c *Contract, w *store.Where) { w.Is(&c.Purchase, record.ID[Purchase](x.ID)) })
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, "已经签了合同，不能作废")
	}
	return err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Rights implements [record.Righted].
func (*Purchase) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read, r.ReadOwn = append(r.Read, people.Finance), record.By(people.Organisation)
	r.EditIn = []record.Chooser{Drafted, Noticed}
	return r
}

// Method (采购方式) is how a service is bought.
type Method string

const (
	OpenTender   Method = "open"
	Consultation Method = "consultation"
	Negotiation  Method = "negotiation"
	SingleSource Method = "single"
	Direct       Method = "direct"
)

// Options implements [record.Chooser].
func (Method) Options() []record.Option {
	return record.Options(OpenTender, "公开招标", Consultation, "竞争性磋商", Negotiation, "竞争性谈判", SingleSource, "单一来源", Direct, "直接委托（限额以下）")
}

// State (状态) of a purchase.
type State string

const (
	Drafted State = "drafted"
	Noticed State = "noticed"
	Shown   State = "publicity"
	Awarded State = "awarded"
	Dropped State = "dropped"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Drafted, "立项", Noticed, "已公告", Shown, "公示中", Awarded, "已成交", Dropped, "已终止")
}
