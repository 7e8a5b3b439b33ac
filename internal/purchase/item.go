package purchase

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Item (指导性目录) is a service the county may buy.
type Item struct {
	record.Base
	Title string
	Code  string
	Field string
	Basis record.ID[people.Document]
	From  clock.Date
	Until clock.Date
}

// Items is the register of what may be bought (购买服务指导性目录).
var Items = record.Define[Item]("catalogue_item", "购买服务目录")

// Fields implements [record.Record].
func (i *Item) Fields(f *record.Fields) {
	f.Text(&i.Title, "title", "服务项目").Required().Title().Public()
	f.Text(&i.Code, "code", "目录编号").InList().Public()
	f.Code(&i.Field, "station_field", "field", "服务领域").InList().Filter().Public()
	f.Ref(&i.Basis, "basis", "目录文件").InList()
	f.Date(&i.From, "from_day", "起始日期").Required().InList().Public()
	f.Date(&i.Until, "until_day", "停止日期").InList().Public().Help("从这一天起不能再买")
}

// Keys says one number is one item.
func (i *Item) Keys(k *record.Keys) { k.One(&i.Code).Says("这个目录编号已经登记过") }

// Check implements [record.Checker].
func (i *Item) Check(p *record.Problems) {
	if i.Until != "" && i.Until < i.From {
		p.Add(&i.Until, "不能早于起始日期")
	}
}

// Rights implements [record.Righted].
func (*Item) Rights() record.Rights {
	r := people.KeptBy(people.Finance, people.CivilAffairs)
	r.Reach, r.Read = record.County, append(r.Read, people.Finance, people.Organisation)
	return r
}
