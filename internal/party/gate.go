package party

import (
	"fmt"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SyncCheck (党建同步核查) is what was there of an organisation's Party work when
// it passed one of the gates of 四同时三同步. The system writes it from the
// records; nobody fills in a form.
type SyncCheck struct {
	record.Base
	Org      record.ID[org.SocialOrg]
	Occasion org.Occasion
	On       clock.Date
	Items    []SyncItem
}

// SyncItem is one item of a check.
type SyncItem struct {
	Item     string
	Met      bool
	Required bool
	Evidence string
}

// SyncChecks is the register of checks (党建同步核查台账).
var SyncChecks = record.Define[SyncCheck]("sync_check", "党建同步核查")

// Fields implements [record.Record].
func (c *SyncCheck) Fields(f *record.Fields) {
	f.Ref(&c.Org, "org", "社会组织").Owner().System().InList().Filter()
	f.Choice(&c.Occasion, "occasion", "环节").System().InList().Filter()
	f.Date(&c.On, "checked_on", "日期").System().InList().Filter()
	record.Rows(f, &c.Items, "items", "核查事项").System()
}

// Fields implements [record.Row].
func (i *SyncItem) Fields(f *record.Fields) {
	f.Text(&i.Item, "item", "事项").Required()
	f.Bool(&i.Met, "met", "已有")
	f.Bool(&i.Required, "required", "必须有")
	f.Text(&i.Evidence, "evidence", "依据")
}

// Rights implements [record.Righted].
func (*SyncCheck) Rights() record.Rights {
	return record.Rights{Read: people.Staff(), ReadOwn: record.By(people.Organisation), Create: record.Nobody, Edit: record.Nobody, Void: record.Nobody,
		Export: record.By(people.CountyOfficer, people.CivilAffairs), Reveal: record.Nobody, Import: record.Nobody}
}

// gateItems are what a gate may ask for. Which of them an occasion requires is
// a setting, party.gate.<occasion>.<item>: 四同时三同步 has no text that could be
// cited (推断), so the county says.
var gateItems = []struct {
	name, label string
	met         func(tx record.Tx, o *org.SocialOrg) (string, error)
}{
	{"undertaking", "党建工作承诺书", hasUndertaking},
	{"survey", "党员情况调查表", hasSurvey},
	{"charter", "党建入章", hasCharter},
	{"body", "党建工作主管机构", hasBody},
	{"coverage", "组建党组织或选派指导员", hasReach},
}

// GateItems lists what a gate may ask for, for the settings.
func GateItems() []record.Option {
	var out []record.Option
	for _, it := range gateItems {
		out = append(out, record.Option{Value: it.name, Label: it.label})
	}
	return out
}

func hasUndertaking(tx record.Tx, o *org.SocialOrg) (string, error) {
	u, err := store.First(tx.Context(), store.In(tx).All(), Undertakings, func(u *Undertaking, w *store.Where) { w.Is(&u.Org, record.ID[org.SocialOrg](o.ID)) })
	if err != nil || u == nil {
		return "", err
	}
	return u.Signed.Chinese() + "签署", nil
}

func hasSurvey(tx record.Tx, o *org.SocialOrg) (string, error) {
	m, err := store.First(tx.Context(), store.In(tx).All(), MemberSurveys, func(m *MemberSurvey, w *store.Where) {
		w.Is(&m.Org, record.ID[org.SocialOrg](o.ID)).AtMost(&m.On, tx.On()).Last(&m.On)
	})
	if err != nil || m == nil {
		return "", err
	}
	return fmt.Sprintf("%s：正式党员 %d 名，预备党员 %d 名", m.On.Chinese(), m.Full, m.Probationary), nil
}

func hasCharter(_ record.Tx, o *org.SocialOrg) (string, error) {
	if o.Charter {
		return "登记事项载明", nil
	}
	return "", nil
}

func hasBody(tx record.Tx, o *org.SocialOrg) (string, error) {
	if o.PartyBody == 0 {
		return "", nil
	}
	u, err := store.One(tx.Context(), store.In(tx).All(), people.Units, o.PartyBody)
	if err != nil {
		return "", err
	}
	return u.Name, nil
}

func hasReach(tx record.Tx, o *org.SocialOrg) (string, error) {
	id := record.ID[org.SocialOrg](o.ID)
	open, err := openCoverage(tx, id)
	if err != nil {
		return "", err
	}
	if open != nil && open.Kind != None {
		return Coverages.Field("kind").Text(open), nil
	}
	n, err := served(tx, id, tx.On())
	if err != nil || n == 0 {
		return "", err
	}
	return fmt.Sprintf("指导员 %d 名", n), nil
}

// gate looks at an organisation that is about to pass an occasion, refuses it
// while something required is missing, and otherwise keeps what was seen.
func gate(tx *store.Tx, e org.Passing) error {
	var items []SyncItem
	var missing []string
	for _, it := range gateItems {
		must, err := store.Number(tx, "party.gate."+string(e.Occasion)+"."+it.name, e.Org.Area)
		if err != nil {
			return err
		}
		found, err := it.met(tx, e.Org)
		if err != nil {
			return err
		}
		if must > 0 && found == "" {
			missing = append(missing, "“"+it.label+"”")
		}
		items = append(items, SyncItem{it.label, found != "", must > 0, found})
	}
	if len(missing) > 0 {
		return fault.New(fault.Conflict, "“%s”还缺%s，补齐后再办理%s", e.Org.Name, strings.Join(missing, "、"), e.Occasion.Label())
	}
	_, err := store.Add(tx, SyncChecks, e.Org.Area, func(c *SyncCheck) {
		c.Org, c.Occasion, c.On, c.Items = record.ID[org.SocialOrg](e.Org.ID), e.Occasion, tx.On(), items
	})
	if err != nil || e.Occasion != org.Approval {
		return err
	}
	days, err := store.Number(tx, "party.hand_over_days", e.Org.Area)
	if err != nil {
		return err
	}
	return store.OpenTask(tx, org.SocialOrgs, e.Org, taskHandOver, "移交党建资料", people.CivilAffairs, store.WorkingDays(tx, tx.On(), days))
}
