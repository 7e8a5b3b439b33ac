package people

import "sanshe/internal/record"

// Unit (单位) is a department, town, enterprise or institution. Accounts belong
// to units, and departments hold roles by date.
type Unit struct {
	record.Base
	Name     string
	Short    string
	Kind     UnitKind
	Code     string
	Superior record.ID[Unit]
	Contact  string
}

// Units is the register of units (单位台账).
var Units = record.Define[Unit]("unit", "单位")

// Fields implements [record.Record].
func (u *Unit) Fields(f *record.Fields) {
	f.Text(&u.Name, "name", "单位名称").Required().Title().Public()
	f.Text(&u.Short, "short", "简称").Search()
	f.Choice(&u.Kind, "kind", "单位类别").Required().InList().Filter().Public()
	f.CreditCode(&u.Code, "code", "统一社会信用代码").InList()
	f.Ref(&u.Superior, "superior", "上级单位")
	f.Phone(&u.Contact, "contact", "办公电话").InList()
}

// Keys says one unit has one entry.
func (u *Unit) Keys(k *record.Keys) {
	k.One(&u.Code).Says("这个统一社会信用代码已经登记过")
	k.One(&u.Name).Says("已经有一个叫这个名称的单位")
}

// Rights implements [record.Righted].
func (*Unit) Rights() record.Rights {
	return record.Rights{
		Reach:  record.County,
		Read:   append(Staff(), OrganisationDept, Finance, SocialWorker, Supervisor, Instructor, Organisation, UnitBranch, ReportWriter, Administrator),
		Create: record.By(CountyOfficer, Administrator),
		Edit:   record.By(CountyOfficer, Administrator),
		Void:   record.By(CountyOfficer),
		Export: record.By(CountyOfficer, Administrator),
		Reveal: record.Nobody,
		Import: record.By(CountyOfficer, Administrator),
		Merge:  record.By(CountyOfficer),
	}
}

// UnitKind (单位类别) sorts units.
type UnitKind string

const (
	Agency      UnitKind = "agency"
	Town        UnitKind = "town"
	Committee   UnitKind = "committee"
	Institution UnitKind = "institution"
	Enterprise  UnitKind = "enterprise"
	OtherUnit   UnitKind = "other"
)

// Options implements [record.Chooser].
func (UnitKind) Options() []record.Option {
	return record.Options(Agency, "党政机关", Town, "镇（街道）", Committee, "社区（村）", Institution, "事业单位", Enterprise, "企业", OtherUnit, "其他")
}
