package volunteer

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Volunteer (志愿者) is somebody registered to give service, who agreed to it.
type Volunteer struct {
	record.Base
	Name       string
	Phone      string
	Person     record.ID[people.Person]
	Number     string
	Birth      clock.Date
	Skills     []string
	Kinds      []string
	Suits      clock.Window
	Registered clock.Date
	Via        Via
	Consent    clock.Date
	Guardian   string
	GuardPhone string
	GuardAgree clock.Date
	MayShow    bool
	Synced     bool
	State      State
}

// Volunteers is the register of volunteers (志愿者台账).
var Volunteers = record.Define[Volunteer]("volunteer", "志愿者")

// Fields implements [record.Record].
func (v *Volunteer) Fields(f *record.Fields) {
	f.Name(&v.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&v.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&v.Person, "person", "人员").System()
	f.Text(&v.Number, "national_number", "全国统一编号").InList().Help("全国志愿服务信息系统给的，没有就留空")
	f.Date(&v.Birth, "birth", "出生日期").Personal()
	f.Codes(&v.Skills, "skill", "skills", "技能").InList()
	f.Codes(&v.Kinds, "service_kind", "kinds", "愿做的服务").InList()
	f.Window(&v.Suits, "suits", "空闲时间").Help("如 周六日 09:00-12:00；不写就是要先问本人")
	f.Date(&v.Registered, "registered_on", "注册日期").Required().Begins().InList().Filter()
	f.Choice(&v.Via, "via", "注册途径").Required().InList().Filter()
	f.Date(&v.Consent, "consent_on", "本人同意日期").Required().Help("同意登记和使用个人信息：志愿服务条例第七条")
	f.Section("未成年人")
	f.Name(&v.Guardian, "guardian", "监护人").Personal()
	f.Phone(&v.GuardPhone, "guardian_phone", "监护人手机号").Sealed()
	f.Date(&v.GuardAgree, "guardian_consent_on", "监护人同意日期")
	f.Section("其他")
	f.Bool(&v.MayShow, "may_show", "同意公开姓名").Help("不同意就不在任何公开的地方出现")
	f.Bool(&v.Synced, "synced", "已录入全国系统").Filter()
	f.State(&v.State, "state", "状态").InitialStates(Active)
}

// Keys says one person is one volunteer, and a national number is theirs alone.
func (v *Volunteer) Keys(k *record.Keys) {
	k.One(&v.Person).Says("这个人已经注册为志愿者")
	k.One(&v.Number).Says("这个全国统一编号已经登记过")
}

// Prepare implements [record.Preparer].
func (v *Volunteer) Prepare(tx record.Tx) (err error) {
	if v.Name == "" || v.Person != 0 {
		return nil
	}
	v.Person, err = people.Known(tx, v.Area, v.Name, v.Phone, 0)
	return err
}

// adultAge is from when somebody needs no guardian: 未成年人保护法 §2.
const adultAge = 18

// Minor reports whether the volunteer is one on a day.
func (v *Volunteer) Minor(on clock.Date) bool {
	return v.Birth != "" && v.Birth.AddMonths(12*adultAge) > on
}

// Check implements [record.Checker].
func (v *Volunteer) Check(p *record.Problems) {
	if v.Consent != "" && v.Consent > v.Registered {
		p.Add(&v.Consent, "本人同意以后才能注册")
	}
	if v.Minor(v.Registered) && (v.Guardian == "" || v.GuardAgree == "") {
		p.Add(&v.GuardAgree, "未成年人注册，要写明监护人和监护人同意日期")
	}
}

// CheckIn implements [record.CheckerIn].
func (v *Volunteer) CheckIn(tx record.Tx, p *record.Problems) error {
	if v.Registered > tx.Today() {
		p.Add(&v.Registered, "%s还没有到", v.Registered.Chinese())
	}
	return nil
}

// Steps describes leaving and coming back.
func (*Volunteer) Steps(s *record.Steps[Volunteer]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("leave", "注销注册", Gone).From(Active).By(by...).ByOwner(people.Volunteer).Reason()
	s.Step("return", "恢复注册", Active).From(Gone).By(by...)
}

// Rights implements [record.Righted].
func (*Volunteer) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Read = people.Staff()
	r.ReadOwn, r.EditIn, r.Reveal = record.By(people.Volunteer), []record.Chooser{Active}, record.By(people.CommunityWorker, people.TownOfficer)
	return r
}

// whose gives the volunteer an account stands for, if a volunteer does something.
func whose(tx record.Tx, given record.ID[Volunteer]) record.ID[Volunteer] {
	if own := tx.Actor().Owns[Volunteers.Name]; given == 0 {
		return record.ID[Volunteer](own)
	}
	return given
}

// volunteerOf gives the volunteer with an id.
func volunteerOf(tx record.Tx, id record.ID[Volunteer]) (*Volunteer, error) {
	return store.One(tx.Context(), store.In(tx).All(), Volunteers, id)
}

// Via (注册途径) is how somebody registered.
type Via string

const (
	Desk     Via = "desk"
	National Via = "national"
	TeamVia  Via = "team"
	Online   Via = "online"
)

// Options implements [record.Chooser].
func (Via) Options() []record.Option {
	return record.Options(Desk, "社区登记", National, "全国志愿服务信息系统", TeamVia, "服务队登记", Online, "网上登记")
}

// State (状态) of a volunteer.
type State string

const (
	Active State = "active"
	Gone   State = "gone"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Active, "已注册", Gone, "已注销注册")
}
