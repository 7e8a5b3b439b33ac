package org

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// OrgLeader (社会组织负责人) holds a post in an organisation for a term.
type OrgLeader struct {
	record.Base
	Name   string
	Org    record.ID[SocialOrg]
	Post   LeaderPost
	Member bool
	From   clock.Date
	Last   clock.Date
	Until  clock.Date
	State  LeaderState
}

// OrgLeaders is the register of leaders (社会组织负责人台账).
var OrgLeaders = record.Define[OrgLeader]("org_leader", "社会组织负责人")

// Fields implements [record.Record].
func (l *OrgLeader) Fields(f *record.Fields) {
	f.Text(&l.Name, "name", "姓名").Required().Title().Public()
	f.Ref(&l.Org, "org", "社会组织").Required().Places().Fixed().Owner().InList().Filter().Public()
	f.Choice(&l.Post, "post", "职务").Required().InList().Filter().Public()
	f.Bool(&l.Member, "party_member", "是党员").Filter()
	f.Date(&l.From, "from_day", "任职日期").Required().Begins().InList().Filter().Public()
	f.Date(&l.Last, "last_day", "任期至").InList().Filter().Public().Help("含当日")
	f.Date(&l.Until, "until_day", "离任日期").System().InList()
	f.State(&l.State, "state", "状态").InitialStates(InPost)
}

// Keys says somebody holds a post once at a time.
func (l *OrgLeader) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&l.Org, &l.Name, &l.Post).Says("这个人已在任这个职务"), &l.Until)
}

// Check implements [record.Checker].
func (l *OrgLeader) Check(p *record.Problems) {
	if l.Last != "" && l.Last < l.From {
		p.Add(&l.Last, "不能早于任职日期")
	}
}

// CheckIn implements [record.CheckerIn]: an organisation has one legal
// representative at a time.
func (l *OrgLeader) CheckIn(tx record.Tx, p *record.Problems) error {
	if l.Post != LegalRep || l.Org == 0 || p.Before != nil {
		return nil
	}
	all := store.In(tx).All()
	others, err := store.Find(tx.Context(), all, OrgLeaders, func(x *OrgLeader, w *store.Where) {
		w.Is(&x.Post, LegalRep).Empty(&x.Until).Is(&x.Org, l.Org)
	})
	if err == nil && len(others) > 0 {
		p.Add(&l.Post, "这家社会组织已有法定代表人%s，先办离任", others[0].Name)
	}
	return err
}

// Steps describes how a leader leaves.
func (l *OrgLeader) Steps(s *record.Steps[OrgLeader]) {
	s.Step("leave", "离任", LeftPost).From(InPost).By(people.CivilAffairs).Do(func(l *OrgLeader, tx record.Tx) error {
		return store.Change(tx, OrgLeaders, l, func(l *OrgLeader) { l.Until = tx.On() })
	})
	s.Step("renew", "连任", InPost).From(InPost).By(people.CivilAffairs).Need(&l.Last).Do((*OrgLeader).remind)
}

// Opened implements [record.Opener]: a legal representative is also an item of the
// registration, which nobody enters a second time.
func (l *OrgLeader) Opened(tx record.Tx) error {
	if l.Post == LegalRep && l.State == InPost {
		o, err := store.One(tx.Context(), store.In(tx).All(), SocialOrgs, l.Org)
		if err == nil && o.LegalRep == "" {
			err = store.Change(tx, SocialOrgs, o, func(o *SocialOrg) { o.LegalRep = l.Name })
		}
		if err != nil {
			return err
		}
	}
	return l.remind(tx)
}

// Edited implements [record.Changer].
func (l *OrgLeader) Edited(tx record.Tx) error { return l.remind(tx) }

// remind keeps one task for the end of the term, if it has one.
func (l *OrgLeader) remind(tx record.Tx) error {
	const kind = "term_ends"
	if err := store.CloseTasks(tx, OrgLeaders, l, kind); err != nil || l.State != InPost || l.Last == "" {
		return err
	}
	return store.OpenTask(tx, OrgLeaders, l, kind, "负责人任期届满：换届", people.CivilAffairs, l.Last)
}

// Rights implements [record.Righted].
func (*OrgLeader) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs)
	r.Reach, r.ReadOwn, r.EditIn = record.County, record.By(people.Organisation), []record.Chooser{InPost}
	return r
}

// LeaderPost (职务) in an organisation.
type LeaderPost string

const (
	LegalRep  LeaderPost = "legal_rep"
	Chair     LeaderPost = "chair"
	ViceChair LeaderPost = "vice_chair"
	Secretary LeaderPost = "secretary"
	Overseer  LeaderPost = "overseer"
)

// Options implements [record.Chooser].
func (LeaderPost) Options() []record.Option {
	return record.Options(LegalRep, "法定代表人", Chair, "会长（理事长）", ViceChair, "副会长（副理事长）", Secretary, "秘书长", Overseer, "监事（长）")
}

// LeaderState (状态) of a leader.
type LeaderState string

const (
	InPost   LeaderState = "in_post"
	LeftPost LeaderState = "left"
)

// Options implements [record.Chooser].
func (LeaderState) Options() []record.Option {
	return record.Options(InPost, "现任", LeftPost, "已离任")
}
