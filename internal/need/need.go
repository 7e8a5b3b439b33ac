package need

import (
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Need (需求) is what a resident said they need, and what became of it.
type Need struct {
	record.Base
	Title     string
	Category  string
	Targets   []string
	Detail    string
	Source    Source
	Raised    clock.Date
	Raiser    string
	Phone     string
	Proxy     bool
	ForWhom   string
	Address   string
	Heads     int64
	When      clock.Window
	Told      string
	Slip      string
	Due       clock.Date
	MergedTo  record.ID[Need]
	TransferT string
	Outcome   string
	Answer    Answer
	State     State
}

// Needs is the register of needs (需求清单).
var Needs = record.Define[Need]("need", "需求")

// Fields implements [record.Record].
func (n *Need) Fields(f *record.Fields) {
	f.Section("需求")
	f.Text(&n.Title, "title", "要点").Title().Help("不填则取“具体说说”的开头")
	f.Code(&n.Category, "need_category", "category", "哪方面的事").Required().InList().Filter().Public()
	f.Prose(&n.Detail, "detail", "具体说说").Required().Search().Help("什么人、什么事、什么时候方便")
	f.Codes(&n.Targets, "target_group", "targets", "服务对象").InList()
	f.Choice(&n.Source, "source", "来源").Required().InList().Filter()
	f.Date(&n.Raised, "raised_on", "提出日期").Required().Begins().InList().Filter().Public()
	f.Int(&n.Heads, "heads", "涉及人数")
	f.Window(&n.When, "suits", "方便的时段").Help("如 周末上午；不填就是都可以")
	f.Section("联系人")
	f.Name(&n.Raiser, "raiser", "提出人").Personal()
	f.Phone(&n.Phone, "phone", "手机号").Sealed().Help("只有办理的社区工作人员能看到")
	f.Bool(&n.Proxy, "proxy", "代家人或邻居提出")
	f.Text(&n.ForWhom, "for_whom", "替谁提出").Personal()
	f.Address(&n.Address, "address", "住址").Personal()
	f.Section("公布和编号")
	f.Text(&n.Told, "told", "公布时怎么说").Public().Help("发布需求清单时用，不写姓名和住址；不填就只公布哪方面的事")
	f.Text(&n.Slip, "slip", "来件编号").InList().Help("12345 工单号或纸质表编号；一个编号只登记一次")
	f.Section("办理")
	f.Date(&n.Due, "due", "答复期限").System().InList().Filter().Public()
	f.Ref(&n.MergedTo, "merged_to", "合并到").System()
	f.Text(&n.TransferT, "transferred_to", "转往").System()
	f.Prose(&n.Outcome, "outcome", "办理结果").System().Public()
	f.Choice(&n.Answer, "answer", "居民答复").System().Filter().Public()
	f.State(&n.State, "state", "状态").InitialStates(Raised, Verified).Public()
}

// Start implements [record.Starter].
func (n *Need) Start(a record.Actor, today clock.Date) {
	n.Raised, n.Source = today, Visit
	if a.Via == "portal" {
		n.Source = Online
	}
}

// Prepare implements [record.Preparer]: the first words of what was said serve
// as title, so that nobody has to think of one.
func (n *Need) Prepare(tx record.Tx) error {
	if n.Title == "" {
		n.Title = gist(n.Detail)
	}
	n.Proxy = n.Proxy || n.ForWhom != ""
	n.Slip = strings.ToUpper(ident.Narrow(strings.TrimSpace(n.Slip)))
	due, err := promise(tx, n.Area, n.Raised)
	n.Due = due
	return err
}

// gist gives the first sentence of a text, at most 24 characters.
func gist(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, "。！？\n；"); i > 0 {
		s = s[:i]
	}
	if r := []rune(s); len(r) > 24 {
		return string(r[:23]) + "…"
	}
	return s
}

// Check implements [record.Checker].
func (n *Need) Check(p *record.Problems) {
	if len(n.Area) < 12 && p.Before == nil {
		p.Add(&n.Title, "请选需求所在的社区")
	}
	if n.Heads < 0 {
		p.Add(&n.Heads, "不能是负数")
	}
	if n.MergedTo != 0 && int64(n.MergedTo) == n.ID {
		p.Add(&n.MergedTo, "不能合并到它自己")
	}
}

// Keys says that a slip is keyed in once, and what is probably told twice:
// nothing forbids that.
func (n *Need) Keys(k *record.Keys) {
	k.One(&n.Slip).Says("这个编号的来件已经登记过了，可在需求清单里按编号查")
	k.Like(&n.Phone, &n.Title)
}

// Rights implements [record.Righted].
func (*Need) Rights() record.Rights {
	return record.Rights{
		Read:         record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker),
		ReadTask:     record.By(people.SocialWorker, people.Supervisor),
		Create:       record.By(people.CommunityWorker, people.TownOfficer),
		Edit:         record.By(people.CommunityWorker, people.TownOfficer),
		EditIn:       []record.Chooser{Raised, Verified, NoResource, Arranged},
		Void:         record.By(people.CommunityWorker, people.TownOfficer),
		Export:       record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Reveal:       record.By(people.CommunityWorker, people.TownOfficer),
		Import:       record.By(people.CommunityWorker, people.TownOfficer),
		PublicCreate: true,
	}
}

// Source (来源) of a need.
type Source string

const (
	Visit   Source = "visit"
	Online  Source = "online"
	Meeting Source = "meeting"
	Members Source = "members"
	Hotline Source = "hotline"
	OtherS  Source = "other"
)

// Options implements [record.Chooser].
func (Source) Options() []record.Option {
	return record.Options(Visit, "线下走访", Online, "线上", Meeting, "联席会", Members, "双报到", Hotline, "12345", OtherS, "其他")
}

// Answer (居民答复) is what the resident said of the result. Silence is not
// consent, and is counted apart.
type Answer string

const (
	NoAnswer  Answer = ""
	Confirmed Answer = "confirmed"
	Silent    Answer = "silent"
	Reopened  Answer = "reopened"
)

// Options implements [record.Chooser].
func (Answer) Options() []record.Option {
	return record.Options(Confirmed, "居民确认", Silent, "逾期未答复", Reopened, "居民要求重办")
}
