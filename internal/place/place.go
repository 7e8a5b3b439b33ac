// Package place keeps where things are: the administrative divisions, by dated
// edition, and the communities.
//
// Rules: GB/T 2260 codes and the statistical codes below them; 城市居民委员会组织法.
package place

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Division (行政区划) is a province, city, county, town or village-level unit,
// as one dated edition of the code table has it. Its area is its own code.
type Division struct {
	record.Base
	Code    string
	Name    string
	Level   Level
	Edition string
	From    clock.Date
	Until   clock.Date
}

// Divisions is the register of divisions (区划表).
var Divisions = record.Define[Division]("division", "行政区划")

// Fields implements [record.Record].
func (d *Division) Fields(f *record.Fields) {
	f.Text(&d.Name, "name", "区划名称").Required().Title().Public()
	f.Division(&d.Code, "code", "区划代码").Required().Fixed().InList().Filter().Public()
	f.Choice(&d.Level, "level", "级别").Required().InList().Filter().Public()
	f.Text(&d.Edition, "edition", "版本").InList()
	f.Date(&d.From, "from_day", "启用日期").InList()
	f.Date(&d.Until, "until_day", "停用日期").InList().Help("撤并的填停用日期，不要删除")
}

// Check implements [record.Checker].
func (d *Division) Check(p *record.Problems) {
	if d.Area != d.Code {
		p.Add(&d.Code, "区划登记在它自己名下：应为 %s", d.Area)
	}
}

// Keys says a code in use is one division.
func (d *Division) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&d.Code).Says("这个区划代码已在使用"), &d.Until)
}

// Rights implements [record.Righted].
func (*Division) Rights() record.Rights {
	return record.Rights{
		Reach:  record.County,
		Read:   people.Roles(),
		Create: record.By(people.CountyOfficer, people.Administrator),
		Edit:   record.By(people.CountyOfficer, people.Administrator),
		Void:   record.By(people.Administrator),
		Export: append(people.Staff(), people.Organisation, people.ReportWriter, people.Administrator),
		Reveal: record.Nobody,
		Import: record.By(people.Administrator),
	}
}

// Level (级别) of a division.
type Level string

const (
	Province Level = "province"
	City     Level = "city"
	County   Level = "county"
	Town     Level = "town"
	Village  Level = "village"
)

// Options implements [record.Chooser].
func (Level) Options() []record.Option {
	return record.Options(Province, "省", City, "市", County, "县（区）", Town, "镇（街道）", Village, "社区（村）")
}

// Community (社区) is a residents' or villagers' committee's area with what
// people need to know of it. Its area is its division.
type Community struct {
	record.Base
	Name       string
	Urban      bool
	Households int64
	Secretary  record.ID[people.Person]
	Phone      string
	Hours      string
	Address    string
}

// Communities is the register of communities (社区台账).
var Communities = record.Define[Community]("community", "社区")

// Fields implements [record.Record].
func (c *Community) Fields(f *record.Fields) {
	f.Text(&c.Name, "name", "社区名称").Required().Title().Public()
	f.Bool(&c.Urban, "urban", "城市社区").InList().Filter().Public()
	f.Int(&c.Households, "households", "户数").InList().Help("城市居民委员会一般 1,000 至 3,000 户")
	f.Ref(&c.Secretary, "secretary", "党组织书记")
	f.Phone(&c.Phone, "phone", "服务电话").InList().Public()
	f.Text(&c.Hours, "hours", "办公时间").Public()
	f.Address(&c.Address, "address", "地址").Public()
}

// Check implements [record.Checker].
func (c *Community) Check(p *record.Problems) {
	if len(c.Area) < 12 {
		p.Add(&c.Name, "要登记在社区（村）一级的区划下")
	}
}

// Keys says one name is one community.
func (c *Community) Keys(k *record.Keys) {
	k.One(&c.Name).Says("已经有一个叫这个名称的社区")
}

// Rights implements [record.Righted].
func (*Community) Rights() record.Rights {
	return record.Rights{
		Reach:  record.County,
		Read:   people.Roles(),
		Create: record.By(people.CountyOfficer, people.TownOfficer),
		Edit:   record.By(people.CountyOfficer, people.TownOfficer, people.CommunityWorker),
		Void:   record.By(people.CountyOfficer),
		Export: append(people.Staff(), people.Organisation, people.ReportWriter, people.Administrator),
		Reveal: record.Nobody,
		Import: record.By(people.CountyOfficer),
	}
}
