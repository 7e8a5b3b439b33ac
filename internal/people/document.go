package people

import (
	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// Document (文件) is an official document that a rule, approval or payment
// rests on. Its number (文号) is cited, never invented.
type Document struct {
	record.Base
	Title  string
	Number string
	Issuer string
	Issued clock.Date
	From   clock.Date
	Until  clock.Date
	Text   string
	File   string
}

// Documents is the register of documents (文件台账).
var Documents = record.Define[Document]("document", "文件")

// Fields implements [record.Record].
func (d *Document) Fields(f *record.Fields) {
	f.Text(&d.Title, "title", "文件名称").Required().Title().Public()
	f.Text(&d.Number, "number", "文号").InList().Search().Public().Help("没有文号就留空，不要自编")
	f.Text(&d.Issuer, "issuer", "发文机关").InList().Search().Public()
	f.Date(&d.Issued, "issued", "发文日期").Help("不知道就留空，不要自编").InList().Filter().Public()
	f.Date(&d.From, "from_day", "施行日期").Public()
	f.Date(&d.Until, "until_day", "失效日期").Public()
	f.Prose(&d.Text, "text", "要点").Search()
	f.File(&d.File, "file", "附件")
}

// Check implements [record.Checker].
func (d *Document) Check(p *record.Problems) {
	if d.Until != "" && d.From != "" && d.Until < d.From {
		p.Add(&d.Until, "不能早于施行日期 %s", d.From.Chinese())
	}
}

// Keys says one number is one document.
func (d *Document) Keys(k *record.Keys) { k.One(&d.Number).Says("这个文号已经登记过") }

// Rights implements [record.Righted].
func (*Document) Rights() record.Rights {
	return record.Rights{
		Reach:  record.County,
		Read:   append(Staff(), OrganisationDept, Finance, SocialWorker, Supervisor, Instructor, Organisation, UnitBranch, Evaluator, ReportWriter),
		Create: record.By(CountyOfficer, CivilAffairs, TownOfficer),
		Edit:   record.By(CountyOfficer, CivilAffairs, TownOfficer),
		Void:   record.By(CountyOfficer, CivilAffairs),
		Export: Staff(),
		Reveal: record.Nobody,
		Import: record.By(CountyOfficer, CivilAffairs),
	}
}
