// Package org keeps the register of social organisations (社会组织): registered
// associations, private non-enterprise units and foundations, and community
// groups that are only filed (备案) and never among the registered.
//
// Rules: 社会团体登记管理条例, 民办非企业单位登记管理暂行条例; 统一社会信用代码
// GB 32100-2015 (51 社会团体, 52 民办非企业单位, 53 基金会); 四川省社区社会组织登记
// 备案管理暂行办法 on filed groups.
package org

import (
	"strings"
	"unicode"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SocialOrg (社会组织) is one organisation with its registration items.
type SocialOrg struct {
	record.Base
	Name        string
	Code        string
	Kind        Kind
	Category    string
	Registered  clock.Date
	Nature      Nature
	Authority   string
	Supervisor  record.ID[people.Unit]
	LegalRep    string
	Fund        record.Fen
	FundSource  string
	Purpose     string
	Scope       string
	Region      string
	Certificate string
	CertFrom    clock.Date
	CertLast    clock.Date
	Staff       int64
	PartTime    int64
	Directors   int64
	Overseers   int64
	Individuals int64
	Units       int64
	Charter     bool
	CharterOn   clock.Date
	PartyBody   record.ID[people.Unit]
	Charity     bool
	Address     string
	Premises    string
	Phone       string
	ContactName string
	Mobile      string
	Website     string
	Mail        string
	Differs     string
	Alike       string
	State       State
}

// SocialOrgs is the register of social organisations (社会组织名册).
var SocialOrgs = record.Define[SocialOrg]("social_org", "社会组织")

// Fields implements [record.Record].
func (o *SocialOrg) Fields(f *record.Fields) {
	f.Section("登记事项")
	f.Text(&o.Name, "name", "名称").Required().Title().Public()
	f.CreditCode(&o.Code, "code", "统一社会信用代码").InList().Search().Public().Help("备案的社区社会组织没有代码，留空")
	f.Choice(&o.Kind, "kind", "类型").Required().InList().Filter().Public()
	f.Code(&o.Category, "org_category", "category", "服务类别").InList().Filter().Public()
	f.Date(&o.Registered, "registered_on", "登记日期").Begins().InList().Filter().Public().Help("筹备中的可不填，发证那天就是登记日期")
	f.Choice(&o.Nature, "nature", "性质").Public().Help("只有民办非企业单位才分")
	f.Text(&o.Authority, "authority", "登记机关").Public()
	f.Ref(&o.Supervisor, "supervisor", "业务主管单位").Filter().Public()
	f.Text(&o.LegalRep, "legal_rep", "法定代表人").Public()
	f.Money(&o.Fund, "fund", "开办资金").Public()
	f.Text(&o.FundSource, "fund_source", "资金来源")
	f.Prose(&o.Purpose, "purpose", "宗旨").Public()
	f.Prose(&o.Scope, "business_scope", "业务范围").Search().Public()
	f.Text(&o.Region, "activity_area", "活动地域").Public()
	f.Text(&o.Certificate, "certificate", "证书编号")
	f.Date(&o.CertFrom, "certificate_from", "证书起")
	f.Date(&o.CertLast, "certificate_last", "证书有效期至").Help("含当日")
	f.Int(&o.Staff, "staff", "从业人数")
	f.Int(&o.PartTime, "part_time", "其中兼职")
	f.Int(&o.Directors, "directors", "理事人数")
	f.Int(&o.Overseers, "overseers", "监事人数")
	f.Int(&o.Individuals, "individual_members", "个人会员数")
	f.Int(&o.Units, "unit_members", "单位会员数")
	f.Bool(&o.Charter, "charter_party", "党建入章").Help("章程载有党的建设和坚持党的全面领导条款")
	f.Date(&o.CharterOn, "charter_on", "章程核准日期")
	f.Ref(&o.PartyBody, "party_body", "党建工作主管机构").Filter()
	f.Bool(&o.Charity, "charity", "慈善组织").Filter().Public()
	f.Section("联系")
	f.Address(&o.Address, "address", "住所").Public()
	f.Text(&o.Premises, "premises", "住所来源").Help("自有、租用还是无偿使用")
	f.Phone(&o.Phone, "phone", "公开电话").InList().Public()
	f.Name(&o.ContactName, "contact_name", "联系人").Personal()
	f.Phone(&o.Mobile, "mobile", "联系人手机").Sealed()
	f.Text(&o.Website, "website", "网站").Public()
	f.Text(&o.Mail, "mail", "电子邮箱")
	f.Text(&o.Differs, "differs", "与名称相近的有什么不同").Help("另有一家名称只差写法，又确实是两家时填写")
	f.Text(&o.Alike, "alike", "名称要点").System()
	f.State(&o.State, "state", "状态").InitialStates(Normal, Preparing).Public()
}

// Check implements [record.Checker]: the type must agree with the code. It keeps
// what the name comes to, however it is written.
func (o *SocialOrg) Check(p *record.Problems) {
	o.Alike = folded(o.Name) + o.Differs
	entered := p.Before == nil || p.Before.(*SocialOrg).State.Live()
	if entered && o.Registered == "" && o.State.Live() {
		p.Add(&o.Registered, "在册的要填登记日期")
	}
	prefix := map[Kind]ident.Category{Association: ident.Association, PrivateNonEnterprise: ident.PrivateNonEnterprise, Foundation: ident.Foundation}[o.Kind]
	switch {
	case o.Kind == CommunityGroup && o.Code != "":
		p.Add(&o.Code, "备案的社区社会组织没有统一社会信用代码；有代码的请改选它的登记类型")
	case o.Kind != CommunityGroup && o.Code == "" && o.State != Preparing && o.State != Approved:
		p.Add(&o.Code, "登记的社会组织要填统一社会信用代码；只是备案的，类型请选“备案社区社会组织”")
	case o.Nature != "" && o.Kind != PrivateNonEnterprise:
		p.Add(&o.Nature, "只有民办非企业单位才分法人、合伙、个体")
	case o.Code != "" && ident.USCCCategory(o.Code) != prefix:
		p.Add(&o.Code, "代码以 %s 开头，是%s，与类型“%s”不符", o.Code[:2], ident.USCCCategory(o.Code).Label(), SocialOrgs.Field("kind").Text(o))
	}
}

// CheckIn implements [record.CheckerIn]: a name that differs in writing alone is
// told with the number of the one that is there, so that the two become one.
func (o *SocialOrg) CheckIn(tx record.Tx, p *record.Problems) error {
	twin, err := store.First(tx.Context(), store.In(tx).All(), SocialOrgs, func(x *SocialOrg, w *store.Where) { w.Is(&x.Alike, o.Alike).Other(o.ID) })
	if err == nil && twin != nil {
		p.Add(&o.Name, "已经有一个叫这个名称的社会组织，或只差写法：“%s”（编号 %s）；是同一家就改那一条，确实是两家就写明有什么不同", twin.Name, record.Code(twin.ID))
	}
	return err
}

// Keys says one code is one organisation.
func (o *SocialOrg) Keys(k *record.Keys) {
	k.One(&o.Code).Says("这个统一社会信用代码已经登记过")
	k.One(&o.Name).Says("已经有一个叫这个名称的社会组织")
	k.One(&o.Alike).Says("已经有一个叫这个名称的社会组织，或只差写法；是同一家就填它的编号，改那一条，确实是两家就写明有什么不同")
}

// folded is a name without what people write in it one way or another: where
// the organisation is, blanks and marks, and the width of letters.
func folded(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // full width
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	for _, place := range []string{"四川省", "泸州市", "合江县"} {
		name = strings.ReplaceAll(name, place, "")
	}
	return name
}

// Rights implements [record.Righted].
func (*SocialOrg) Rights() record.Rights {
	return record.Rights{
		Reach:    record.County,
		Read:     append(people.Staff(), people.OrganisationDept, people.Finance, people.ReportWriter, people.SocialWorker, people.Supervisor),
		ReadOwn:  record.By(people.Organisation),
		ReadTask: record.By(people.Instructor),
		Create:   record.By(people.CivilAffairs),
		Edit:     record.By(people.CivilAffairs),
		EditIn:   []record.Chooser{Preparing, Approved, Normal, Abnormal},
		Void:     record.By(people.CivilAffairs),
		Export:   people.Staff(),
		Reveal:   record.By(people.CivilAffairs, people.CountyOfficer),
		Import:   record.By(people.CivilAffairs),
		Merge:    record.By(people.CivilAffairs),
	}
}

// Opened implements [record.Opener].
func (o *SocialOrg) Opened(tx record.Tx) error {
	if o.Kind == CommunityGroup || !o.State.Live() {
		return nil
	}
	return store.In(tx).Emit(Registered{o, o.Registered})
}

// Live reports whether an organisation in this state stands in the register.
func (s State) Live() bool { return s == Normal || s == Abnormal || s == Leaving }

// Gone reports whether an organisation, if there is one, no longer stands in the register.
func Gone(tx record.Tx, id record.ID[SocialOrg]) (bool, error) {
	if id == 0 {
		return false, nil
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), SocialOrgs, id)
	return err == nil && !o.State.Live(), err
}

// Mine gives the organisation that whoever acts stands for, 0 for none.
func Mine(tx record.Tx) record.ID[SocialOrg] {
	return record.ID[SocialOrg](tx.Actor().Owns[SocialOrgs.Name])
}

// Ground says why an organisation came to the state it is in, as was written
// when it did.
func Ground(tx record.Tx, o *SocialOrg) (string, error) {
	list, err := store.In(tx).All().Passages(tx.Context(), SocialOrgs.Register, o.ID)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[len(list)-1].Note, nil
}

// DayOf gives the day on which a record follows what happened on another: that
// day, or the day of the record's own last step if that is later.
func DayOf(tx record.Tx, reg *record.Register, id int64, on clock.Date) (clock.Date, error) {
	list, err := store.In(tx).All().Passages(tx.Context(), reg, id)
	if len(list) > 0 {
		on = max(on, list[len(list)-1].On)
	}
	return on, err
}

// Kind (类型) of an organisation.
type Kind string

const (
	PrivateNonEnterprise Kind = "private_nonenterprise"
	Association          Kind = "association"
	Foundation           Kind = "foundation"
	CommunityGroup       Kind = "community_group"
)

// Options implements [record.Chooser].
func (Kind) Options() []record.Option {
	return record.Options(PrivateNonEnterprise, "民办非企业单位", Association, "社会团体", Foundation, "基金会", CommunityGroup, "备案社区社会组织")
}

// Nature (性质) of a private non-enterprise unit: 民办非企业单位登记管理暂行条例.
type Nature string

const (
	LegalPerson Nature = "legal_person"
	Partnership Nature = "partnership"
	Individual  Nature = "individual"
)

// Options implements [record.Chooser].
func (Nature) Options() []record.Option {
	return record.Options(LegalPerson, "法人", Partnership, "合伙", Individual, "个体")
}

// Everyone gives an actor who reads the whole register, for the server's own terminal.
func Everyone() *record.Actor {
	return &record.Actor{Name: "命令行", Via: "cli", Roles: record.By(people.CivilAffairs)}
}
