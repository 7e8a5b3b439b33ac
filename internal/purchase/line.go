package purchase

import (
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Line (预算) is money set aside for a year. What is left of it is computed from
// the contracts made on it, never written.
type Line struct {
	record.Base
	Title  string
	Year   int64
	Fund   string
	Amount record.Fen
	Basis  record.ID[people.Document]
}

// Lines is the register of budget lines (购买服务预算).
var Lines = record.Define[Line]("budget_line", "购买服务预算")

// Fields implements [record.Record].
func (l *Line) Fields(f *record.Fields) {
	f.Text(&l.Title, "title", "预算项目").Required().Title()
	f.Year(&l.Year, "year", "年度").Required().Fixed().InList().Filter()
	f.Code(&l.Fund, "fund_source", "fund", "资金来源").Required().InList().Filter()
	f.Money(&l.Amount, "amount", "预算金额").InList()
	f.Ref(&l.Basis, "basis", "批复文件").InList()
}

// Keys says a year has a line of a name once.
func (l *Line) Keys(k *record.Keys) {
	k.One(&l.Year, &l.Title).Says("这个年度已有叫这个名称的预算")
}

// CheckIn implements [record.CheckerIn]: a line never falls below what was signed
// on it.
func (l *Line) CheckIn(tx record.Tx, p *record.Problems) error {
	if l.Amount <= 0 {
		p.Add(&l.Amount, "要大于 0")
	}
	if p.Before == nil {
		return nil
	}
	if err := store.Lock(tx, Lines, record.ID[Line](l.ID)); err != nil {
		return err
	}
	signed, err := signedOn(tx, record.ID[Line](l.ID), 0)
	if err == nil && l.Amount < signed {
		p.Add(&l.Amount, "已签合同 %s 元，预算不能少于它", signed.Yuan())
	}
	return err
}

// signedOn adds up what the contracts signed on a line take of it, but one.
func signedOn(tx record.Tx, line record.ID[Line], but int64) (sum record.Fen, err error) {
	list, err := store.Find(tx.Context(), store.In(tx).All(), Contracts, func(c *Contract, w *store.Where) { w.Is(&c.Line, line).Other(but).Limit(2000) })
	for _, c := range list {
		sum += c.binds()
	}
	return sum, err
}

// binds gives what a contract takes of its line: once it was ended, what had been
// paid.
func (c *Contract) binds() record.Fen {
	if c.State == Ended {
		return c.Paid
	}
	return c.Amount
}

// Voiding implements [record.Voider]: a line that contracts stand on stays.
func (l *Line) Voiding(tx record.Tx) error {
	signed, err := signedOn(tx, record.ID[Line](l.ID), 0)
	if err == nil && signed > 0 {
		err = fault.New(fault.Conflict, "已签合同 %s 元，不能作废", signed.Yuan())
	}
	return err
}

// Rights implements [record.Righted].
func (*Line) Rights() record.Rights {
	r := people.KeptBy(people.Finance)
	r.Read = record.By(people.Finance, people.CountyOfficer, people.CivilAffairs, people.OrganisationDept, people.ReportWriter)
	return r
}
