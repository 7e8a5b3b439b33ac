package people

import (
	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/record"
)

// Person (人员) is somebody the county's work is about or done by: volunteer,
// member, worker, resident. Other registers point here.
type Person struct {
	record.Base
	Name      string
	Sex       Sex
	Birth     clock.Date
	IDNumber  string
	Phone     string
	Residence string
	Political Political
	Unit      record.ID[Unit]
	Note      string
}

// Persons is the register of people (人员台账).
var Persons = record.Define[Person]("person", "人员")

// Fields implements [record.Record].
func (p *Person) Fields(f *record.Fields) {
	f.Name(&p.Name, "name", "姓名").Required().Title().Personal()
	f.Choice(&p.Sex, "sex", "性别").Filter().InList()
	f.Date(&p.Birth, "birth", "出生日期").Personal()
	f.IDNumber(&p.IDNumber, "id_number", "身份证号").Sealed().Help("只在必须核实身份时填写，加密保存")
	f.Phone(&p.Phone, "phone", "手机号").Sealed().InList()
	f.Address(&p.Residence, "residence", "住址").Personal()
	f.Choice(&p.Political, "political", "政治面貌").Personal()
	f.Ref(&p.Unit, "unit", "单位").InList().Filter()
	f.Prose(&p.Note, "note", "备注").Personal()
}

// Check implements [record.Checker].
func (p *Person) Check(ps *record.Problems) {
	if p.IDNumber == "" {
		return
	}
	if birth := ident.IDBirth(p.IDNumber); p.Birth != "" && birth != p.Birth {
		ps.Add(&p.Birth, "与身份证号里的 %s 不一致，请核对", birth.Chinese())
	}
	if sex := ident.IDSex(p.IDNumber); p.Sex != "" && p.Sex != Sex(sex.String()) && (p.Sex == Male) != (sex == ident.Male) {
		ps.Add(&p.Sex, "与身份证号第 17 位不一致，请核对")
	}
}

// Keys says one person has one entry.
func (p *Person) Keys(k *record.Keys) {
	k.One(&p.IDNumber).Says("这个身份证号已经登记过；请查找已有的人员，不要重复登记")
	k.Like(&p.Name, &p.Phone)
}

// Rights implements [record.Righted].
func (*Person) Rights() record.Rights {
	return record.Rights{
		Read:   Staff(),
		Create: record.By(CountyOfficer, TownOfficer, CommunityWorker),
		Edit:   record.By(CountyOfficer, TownOfficer, CommunityWorker),
		Void:   record.By(CountyOfficer, TownOfficer, CommunityWorker),
		Export: record.By(CountyOfficer),
		Reveal: record.By(CountyOfficer, TownOfficer, CommunityWorker),
		Import: record.By(CountyOfficer, TownOfficer, CommunityWorker),
		Merge:  record.By(CountyOfficer, TownOfficer, CommunityWorker),
	}
}

// Sex (性别) by GB/T 2261.1, as far as it is asked.
type Sex string

const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Options implements [record.Chooser].
func (Sex) Options() []record.Option { return record.Options(Male, "男", Female, "女") }

// Political (政治面貌) by GB/T 4762, as far as it is needed.
type Political string

const (
	Member       Political = "member"
	Probationary Political = "probationary"
	League       Political = "league"
	Masses       Political = "masses"
)

// Options implements [record.Chooser].
func (Political) Options() []record.Option {
	return record.Options(Member, "中共党员", Probationary, "中共预备党员", League, "共青团员", Masses, "群众")
}
