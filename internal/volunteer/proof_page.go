package volunteer

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/report"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// proofPage is where a proof is read and printed.
const proofPage = "/service-proof"

// CheckPage is where anybody checks one, below the site.
const CheckPage = "/p/proof"

// ProofReaders are those who may open a proof that is theirs to see.
func ProofReaders() record.Roles {
	return record.By(people.Volunteer, people.Organisation, people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
}

// paper is a proof with what stands on it.
type paper struct {
	*Proof
	name, number string
}

// paperOf reads an issued proof. The volunteer's name stands on it in full for
// themselves; whoever else may look at it in full is written down as having looked.
func paperOf(ctx context.Context, s *store.Store, r *store.Reader, q url.Values) (*paper, error) {
	id, _ := strconv.ParseInt(q.Get("id"), 10, 64)
	p, err := store.One(ctx, r, Proofs, record.ID[Proof](id))
	if err != nil {
		return nil, err
	}
	if p.State != Issued {
		return nil, fault.New(fault.Conflict, "这份证明现在是“%s”，不能打印", Proofs.StateLabel(string(p.State)))
	}
	v, err := store.One(ctx, s.Reader(checker()), Volunteers, p.Volunteer)
	if err != nil {
		return nil, err
	}
	out := &paper{p, v.Name, v.Number}
	if r.Actor().Owns[Volunteers.Name] == v.ID {
		return out, nil
	}
	out.name, err = s.Reveal(ctx, r.Actor(), Volunteers.Register, v.ID, "name", "打印志愿服务证明")
	if fault.Is(err, fault.Refused) && !fault.HasCode(err, fault.CodeProof) || fault.Is(err, fault.NotFound) {
		out.name, err = Volunteers.Field("name").Masked(v), nil
	}
	return out, err
}

// lines are the paragraphs of a proof: who, when, how long, what (志愿服务记录与证明
// 出具办法（试行）).
func (p *paper) lines() []string {
	who := p.name
	if p.number != "" {
		who += "（志愿者编号 " + p.number + "）"
	}
	return []string{
		fmt.Sprintf("%s于%s至%s参加志愿服务 %d 次，服务时长 %s。", who, p.From.Chinese(), p.Last.Chinese(), p.Times, spell(p.Minutes)),
		"服务内容：" + p.Content + "。",
		"时长按每次服务的起止时间合并计算，重叠的只算一次。本证明由记录服务的单位免费出具。",
		"查验码：" + p.spelt() + "。在本系统居民页面“查验服务证明”（" + CheckPage + "）输入查验码，可以核对真假。",
	}
}

// spelt writes the code in groups of four.
func (p *Proof) spelt() string {
	return strings.Join([]string{p.Check[:4], p.Check[4:8], p.Check[8:]}, " ")
}

// ProofPage draws a proof for A4 paper, with a code that leads to where it is checked.
func ProofPage(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
		if q.Get("id") == "" {
			return &ui.View{Head: ui.Head{Title: "志愿服务证明"}, Body: g.Group{ui.EmptyState{Title: "没有选是哪一份", Why: "从志愿服务证明台账里打开一份，再打印。", Action: []ui.Action{{Label: "志愿服务证明", Href: url("/r/service_proof")}}}}}, nil
		}
		p, err := paperOf(ctx, s, r, q)
		if err != nil {
			return nil, err
		}
		lines := g.Map(p.lines(), func(s string) g.Node { return h.P(g.Text(s)) })
		return &ui.View{
			Head: ui.Head{Title: "志愿服务证明", Note: g.Text("用浏览器的打印（Ctrl+P），A4 纸；要 PDF 就在打印里选“另存为 PDF”。"),
				Actions: []ui.Action{{Label: "下载 .docx", Href: url(fmt.Sprintf("%s.docx?id=%d", proofPage, p.ID))}}},
			AsOf: "出具于 " + p.Issued.Chinese(), Code: CheckPage + "/" + p.Check,
			Body: g.Group{h.Section(h.Class("card letter"), h.H2(g.Text("志愿服务证明")), lines, h.P(h.Class("signed"), g.Text(p.Issuer), h.Br(), g.Text(p.Issued.Chinese())))},
		}, nil
	}
}

// ProofFile writes a proof as .docx.
func ProofFile(s *store.Store) func(context.Context, *store.Reader, url.Values, func(name, kind string) io.Writer) error {
	return func(ctx context.Context, r *store.Reader, q url.Values, begin func(name, kind string) io.Writer) error {
		p, err := paperOf(ctx, s, r, q)
		if err != nil {
			return err
		}
		l := report.Letter{Title: "志愿服务证明", Body: p.lines(), Signature: p.Issuer, Day: p.Issued.Chinese()}
		return l.DOCX(begin("志愿服务证明 "+p.Check[:4]+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), report.Options{})
	}
}

// ToPaper leads from a proof's record to its paper.
func ToPaper(_ context.Context, _ *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	p := rec.(*Proof)
	if p.State != Issued {
		return nil, nil
	}
	return &ui.Panel{Body: ui.Card{Title: "打印", Body: g.Group{h.P(ui.Action{Label: "打开证明", Href: url(fmt.Sprintf("%s?id=%d", proofPage, p.ID))})}}}, nil
}
