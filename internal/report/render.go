package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"sanshe/internal/fault"
)

const waiting = "〔待接入〕"

// Render puts the figures of src into the document. A ratio's parts asked of a
// figure that is none are Invalid; an error of src comes back as it is.
func Render(doc *Document, src Source) (*Filled, error) {
	r := renderer{src: src, known: map[string]*Figure{}, out: &Filled{}}
	for _, l := range doc.lines {
		p := paragraph{Level: l.level}
		p.Head = r.runs(nil, l.head, nil)
		p.Body = r.runs(nil, l.body, nil)
		if r.err != nil {
			return nil, r.err
		}
		r.out.paragraphs = append(r.out.paragraphs, p)
	}
	return r.out, nil
}

type renderer struct {
	src   Source
	known map[string]*Figure
	out   *Filled
	err   error // the first; what is rendered after it does not matter
}

// runs appends pieces to out. Inside a condition, by is the figure that chose
// the words, which then point to it: “均已” is as much a figure as “11”.
func (r *renderer) runs(out []run, pieces []piece, by *Figure) []run {
	for _, p := range pieces {
		switch {
		case p.name == "" && p.editable:
			out = join(out, run{Text: p.text, Kind: editable})
		case p.name == "" && by != nil && !by.Missing:
			out = join(out, run{Text: p.text, Kind: number, Figure: by})
		case p.name == "":
			out = join(out, run{Text: p.text})
		default:
			f := r.figure(p)
			if r.err != nil {
				return nil
			}
			if p.asks {
				chosen := p.other
				if f.Numerator != nil && *f.Denominator > 0 && *f.Numerator == *f.Denominator {
					chosen = p.whole
				}
				out = r.runs(out, chosen, f)
			} else if f.Missing {
				out = join(out, run{Text: waiting, Kind: missing, Figure: f})
			} else {
				out = join(out, run{Text: f.as(p.option), Kind: number, Figure: f})
			}
		}
	}
	return out
}

// figure asks the source, once for each name.
func (r *renderer) figure(p piece) *Figure {
	f := r.known[p.name]
	if f == nil {
		given, err := r.src.Figure(p.name)
		if err != nil {
			r.err = fmt.Errorf("figure %s: %w", p.name, err)
			return nil
		}
		f = &given
		f.Name = p.name
		for _, s := range []*string{&f.Label, &f.Text, &f.Unit, &f.Value, &f.Rule, &f.At, &f.Code} {
			*s = clean(*s)
		}
		if f.Numerator == nil || f.Denominator == nil {
			f.Numerator, f.Denominator = nil, nil
		}
		r.known[p.name] = f
		r.out.figures = append(r.out.figures, f)
	}
	needsRatio := p.asks || p.option == "part" || p.option == "whole"
	if needsRatio && !f.Missing && f.Text != "" && f.Numerator == nil {
		r.err = fault.Fields(*p.at.problem("%s（%s）不是比率，没有分子和分母；换一个比率，或去掉 =all、|part、|whole", f.Label, f.Name))
	}
	return f
}

// join appends a run, or lengthens the last one if it is of the same sort.
func join(runs []run, next run) []run {
	if i := len(runs) - 1; i >= 0 && runs[i].Kind == next.Kind && runs[i].Figure == next.Figure && next.Kind != missing {
		runs[i].Text += next.Text
		return runs
	}
	return append(runs, next)
}

var words = strings.Split("零 一 两 三 四 五 六 七 八 九 十", " ")

// as is the figure's text under an option of the template.
func (f *Figure) as(option string) string {
	switch n, err := strconv.Atoi(f.Text); {
	case f.Text == "":
		return "—"
	case option == "part":
		return strconv.FormatInt(*f.Numerator, 10)
	case option == "whole":
		return strconv.FormatInt(*f.Denominator, 10)
	case option == "word" && err == nil && n >= 0 && n < len(words):
		return words[n]
	}
	return f.Text
}

// share shows a ratio's numerator and denominator.
func (f *Figure) share() string {
	if f.Numerator == nil {
		return "—"
	}
	return fmt.Sprintf("%d/%d", *f.Numerator, *f.Denominator)
}

// clean keeps out of the document what unprintable tells: figures carry names
// that people typed.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !unprintable(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
}
