package volunteer

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// nationalPage is where what the national system is told is exported.
const nationalPage = "/volunteer-national"

// Reporters export what the national system (全国志愿服务信息系统) is told.
func Reporters() record.Roles { return record.By(people.CountyOfficer, people.TownOfficer) }

// volunteerColumns are the basic facts of a volunteer that the record names
// (志愿服务记录与证明出具办法（试行）, MZ/T 061-2015), in the order of its articles.
// The standard's own column heads were not seen: they are 推断.
var volunteerColumns = []string{"志愿者编号", "姓名", "出生日期", "专业技能", "服务意愿", "注册日期", "注册途径", "所在地区代码", "监护人", "状态"}

// stintColumns are those of a service: 姓名、编号、内容、时间、时长、记录单位（同上）.
var stintColumns = []string{"志愿者编号", "姓名", "服务名称", "服务类别", "服务日期", "开始时间", "结束时间", "服务时长（小时）", "服务质量评价", "记录方式", "逾期补录原因", "所在地区代码"}

// NationalFile writes the volunteers, or the recorded services, that the national
// system does not have yet, under its heads. It asks and masks as every export does.
func NationalFile(s *store.Store, what string) func(context.Context, *store.Reader, url.Values, func(name, kind string) io.Writer) error {
	return func(ctx context.Context, r *store.Reader, q url.Values, begin func(name, kind string) io.Writer) error {
		why := strings.TrimSpace(q.Get("_why"))
		if why == "" {
			return fault.Fields(fault.Problem{Field: "_why", Label: "用途", Text: "有个人信息的表，写明导出做什么用，如 7 月报送"})
		}
		query, reg, heads := store.Query{Filters: map[string]string{"synced": "false"}}, Volunteers.Register, volunteerColumns
		if what == "stints" {
			reg, heads = Stints.Register, stintColumns
			query.Filters["state"] = string(Recorded)
		}
		l := sheet.Layout{Title: reg.Label, Note: strings.TrimSpace(r.Actor().Name+" "+r.Actor().Unit) + " · " + clock.Stamp(s.Clock().Now()) + " · 未录入全国系统的"}
		for _, head := range heads {
			l.Columns = append(l.Columns, sheet.Column{Label: head})
		}
		var out sheet.Writer
		err := r.Export(ctx, reg, query, "xlsx；全国志愿服务信息系统的栏目；用途："+why, func(page []record.Record) (err error) {
			if out == nil {
				if out, err = sheet.NewXLSX(begin("全国系统报送 "+reg.Label+" "+string(r.Today())+".xlsx", exchange.XLSX.Type()), l); err != nil {
					return err
				}
			}
			rows, err := nationalRows(ctx, s, page)
			for i := 0; i < len(rows) && err == nil; i++ {
				err = out.Write(rows[i])
			}
			return err
		})
		if err != nil {
			return err
		}
		return out.Close()
	}
}

// nationalRows writes a page of records under the national heads.
func nationalRows(ctx context.Context, s *store.Store, page []record.Record) ([][]string, error) {
	var ids []any
	for _, rec := range page {
		if x, ok := rec.(*Stint); ok {
			ids = append(ids, x.Volunteer)
		}
	}
	of := map[int64]*Volunteer{}
	if len(ids) > 0 {
		list, err := store.Find(ctx, s.Reader(checker()), Volunteers, func(_ *Volunteer, w *store.Where) { w.IDs(ids).Limit(len(ids)) })
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			of[v.ID] = v
		}
	}
	labels := func(list string, values ...string) string {
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = s.CodeLabel(ctx, list, v)
		}
		return strings.Join(words, "、")
	}
	masked := func(v *Volunteer, field string) string {
		if f := Volunteers.Field(field); !f.Empty(v) {
			return f.Masked(v)
		}
		return ""
	}
	var rows [][]string
	for _, rec := range page {
		switch x := rec.(type) {
		case *Volunteer:
			rows = append(rows, []string{x.Number, masked(x, "name"), masked(x, "birth"), labels("skill", x.Skills...), labels("service_kind", x.Kinds...), string(x.Registered),
				Volunteers.Field("via").Text(x), x.Area, masked(x, "guardian"), Volunteers.StateLabel(string(x.State))})
		case *Stint:
			v := of[int64(x.Volunteer)]
			if v == nil {
				v = &Volunteer{}
			}
			rows = append(rows, []string{v.Number, masked(v, "name"), x.What, labels("service_kind", x.Kind), string(x.On), clock.Stamp(x.From.Time()), clock.Stamp(x.To.Time()),
				hundredths(x.Minutes() * 100 / 60), x.Quality, Stints.Field("method").Text(x), x.LateWhy, x.Area})
		}
	}
	return rows, nil
}

// Reporting draws the page from which both are exported.
func Reporting(_ context.Context, _ *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
	form := func(title, note, what string) g.Node {
		return ui.Card{Title: title, Note: note, Body: g.Group{ui.Form{Action: url(nationalPage + "/" + what + ".xlsx"), Get: true, NoDraft: true, Body: g.Group{
			ui.Field{Name: "_why", Label: "用途", Required: true, Hint: "谁在什么时候导出了什么会记下来", Prefix: what}},
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "导出 Excel", Style: ui.Primary}}}}}}
	}
	return &ui.View{Head: ui.Head{Title: "全国系统报送", Note: ui.Lines("这里的时长不是全国系统的时长：", "导出后按统一标准录入，", "录完在记录上点“已录入全国系统”。", "栏目名称按民政部令第67号推断。")},
		Body: g.Group{h.Div(h.Class("two-up"), form("志愿者", "还没有录入全国系统的", "volunteers"), form("志愿服务记录", "已记录、还没有录入的；待抽查的不在内", "stints"))}}, nil
}

// hundredths writes a number of hundredths: 1.50.
func hundredths(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
