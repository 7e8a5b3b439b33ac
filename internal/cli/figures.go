package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"sanshe/internal/app"
	"sanshe/internal/figure"
	"sanshe/internal/report"
	"sanshe/internal/web"
)

// Figures prints every figure for a day.
type Figures struct {
	Data
	At    string `help:"截至日期，或 anchor（演示县的那一天）；不填是今天" placeholder:"DATE"`
	Known string `help:"按这一时刻所知（重算旧数）" placeholder:"TIME"`
	Area  string `help:"区划代码；不填是全县" placeholder:"CODE"`
	JSON  bool   `help:"打印 JSON" name:"json"`
}

func (f *Figures) question(env *Env, a *app.App) (q figure.Question, err error) {
	if q.At, err = f.at(env, f.At); err != nil {
		return q, err
	}
	if q.Area = f.Area; q.Area == "" {
		if q.Area, _, err = a.County(env); err != nil {
			return q, err
		}
	}
	if f.Known != "" {
		t, err := knownAt(f.Known)
		if err != nil {
			return q, err
		}
		q.Known, err = a.Figures.KnownAt(env, t)
		return q, err
	}
	return q, nil
}

// jsonFigure is one figure as --json prints it.
type jsonFigure struct {
	Value       *string `json:"value"`
	Unit        string  `json:"unit"`
	Numerator   *int64  `json:"numerator,omitempty"`
	Denominator *int64  `json:"denominator,omitempty"`
	Text        string  `json:"text"`
}

// Run prints them.
func (f *Figures) Run(env *Env) error {
	return f.with(env, func(a *app.App) error {
		q, err := f.question(env, a)
		if err != nil {
			return err
		}
		list, err := a.Figures.All(env, q)
		if err != nil {
			return err
		}
		if f.JSON {
			return f.print(env, q, list)
		}
		fmt.Fprintf(env.Out, "截至 %s\n", q.At)
		for i := range list {
			fmt.Fprintf(env.Out, "%s\t%s\t%s\t%s\n", list[i].Name, list[i].Label, list[i].Text(), list[i].Out())
		}
		return nil
	})
}

func (f *Figures) print(env *Env, q figure.Question, list []figure.Answer) error {
	out := struct {
		At      string                `json:"at"`
		Known   *int64                `json:"known"`
		Area    string                `json:"area"`
		Anchor  *string               `json:"anchor"`
		Figures map[string]jsonFigure `json:"figures"`
	}{At: string(q.At), Area: q.Area, Figures: map[string]jsonFigure{}}
	if q.Known != 0 {
		out.Known = &q.Known
	}
	if anchor := string(readAnchor(f.Data.Data)); anchor != "" {
		out.Anchor = &anchor
	}
	for i := range list {
		a := &list[i]
		x := jsonFigure{Unit: a.Unit, Text: a.Text()}
		if v := a.Value(); v != "" {
			x.Value = &v
		}
		if a.Ratio() {
			x.Numerator, x.Denominator = &a.Num, &a.Den
		}
		out.Figures[a.Name] = x
	}
	e := json.NewEncoder(env.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// Report writes the county's report as a .docx.
type Report struct {
	Data
	At        string `help:"截至日期，或 anchor；不填是今天" placeholder:"DATE"`
	Out       string `required:"" help:"写到哪个文件" placeholder:"FILE" type:"path"`
	Signature string `help:"署名" placeholder:"UNIT"`
	Base      string `help:"数字链接到的网站，如 https://sanshe.example.gov.cn" placeholder:"URL"`
}

// Run writes it.
func (r *Report) Run(env *Env) error {
	return r.with(env, func(a *app.App) error {
		at, err := r.at(env, r.At)
		if err != nil {
			return err
		}
		doc, err := report.Parse(report.Hejiang())
		if err != nil {
			return err
		}
		filled, err := web.Fill(env, doc, a.Figures, figure.Question{At: at}, r.Signature, func(name string) string { return "/figures/" + name + "?at=" + string(at) })
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := filled.DOCX(&b, report.Options{Base: r.Base}); err != nil {
			return err
		}
		if err := os.WriteFile(r.Out, b.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "已生成 %s（截至 %s，校验 %.16s）\n", r.Out, at, filled.Hash())
		return nil
	})
}
