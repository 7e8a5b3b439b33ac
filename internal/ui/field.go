package ui

import (
	"io"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Render writes label, hint, error and input.
func (f Field) Render(w io.Writer) error {
	switch f.Widget {
	case Choice:
		f.Widget = Radios
		if f.filter || len(f.Options) > 6 {
			f.Widget = Select
		}
	case Check:
		return f.check().Render(w)
	}
	if f.group() {
		return h.FieldSet(f.class(), h.ID(f.id()), f.described(), h.TabIndex("-1"),
			h.Legend(f.label()), f.notes(), f.input(), f.echo()).Render(w)
	}
	return h.Div(f.class(), h.Label(h.For(f.id()), f.label()), f.notes(), f.input(), f.echo()).Render(w)
}

// group tells whether the field is several inputs under one legend.
func (f Field) group() bool {
	return slices.Contains([]Widget{Radios, Checks, Window, Grid}, f.Widget)
}

func (f Field) id() string { return f.Prefix + FieldID(f.Name) }

func (f Field) class() g.Node {
	return class("fd", "w-"+or(string(f.Widget), "text"), when(f.Error != "", "has"), when(f.From != "", "pre"), when(f.Short, "short"))
}

func (f Field) label() g.Node {
	return g.Group{g.Text(f.Label),
		g.If(!f.Required && !f.ReadOnly && f.Label != "", h.Small(h.Class("opt"), g.Text("可不填"))),
		g.If(f.From != "", h.Small(h.Class("from"), g.Text(f.From)))}
}

func (f Field) notes() g.Node {
	return g.Group{
		g.If(f.Hint != "", h.P(h.Class("hint"), h.ID(f.id()+"-hint"), g.Text(f.Hint))),
		g.If(f.Error != "", h.P(h.Class("fe"), h.ID(f.id()+"-err"), Icon("warn"), h.Span(VisuallyHidden("错误："), g.Text(f.Error)))),
	}
}

func (f Field) echo() g.Node {
	if !slices.Contains([]Widget{DateInput, DateTime, Month, Money}, f.Widget) {
		return nil
	}
	return g.El("output", h.Class("echo"), h.For(f.id()), g.Text(f.Echo))
}

func (f Field) described() g.Node {
	ids := when(f.Hint != "", f.id()+"-hint") + when(f.Hint != "" && f.Error != "", " ") + when(f.Error != "", f.id()+"-err")
	return attr("aria-describedby", ids)
}

// common is what every single input carries.
func (f Field) common() g.Node {
	return g.Group{h.ID(f.id()), h.Name(f.Name), f.described(), f.states(), attr("autocomplete", f.Auto),
		g.If(f.MaxLen > 0, h.MaxLength(strconv.Itoa(f.MaxLen)))}
}

// states is what the field's state adds to an input.
func (f Field) states() g.Node {
	return g.Group{
		g.If(f.Error != "", h.Aria("invalid", "true")),
		g.If(f.Required && !f.filter, h.Aria("required", "true")),
		g.If(f.ReadOnly, g.Attr("readonly")),
		g.If(f.First, h.AutoFocus()),
		g.If(f.Sealed, h.Data("nodraft", ""))}
}

func (f Field) input() g.Node {
	switch f.Widget {
	case Prose:
		lines := f.Lines
		if lines == 0 {
			lines = 3
		}
		return h.Textarea(f.common(), h.Rows(strconv.Itoa(lines)), g.Text(f.Value))
	case Number:
		return f.unit(h.Input(f.common(), h.Type("text"), g.Attr("inputmode", "decimal"), h.AutoComplete("off"), h.Value(f.Value)))
	case Money:
		f.Unit = or(f.Unit, "元")
		return f.unit(h.Input(f.common(), h.Type("text"), g.Attr("inputmode", "decimal"), h.AutoComplete("off"), h.Value(f.Value)))
	case DateInput, DateTime, Month:
		sample := map[Widget]string{DateInput: "2026-11-23", DateTime: "2026-11-23 17:30", Month: "2026-11"}[f.Widget]
		return h.Span(h.Class("date"), h.Data("date", string(f.Widget)), h.Input(f.common(), h.Type("text"), h.AutoComplete("off"), h.Placeholder("如 "+sample), h.Value(f.Value)))
	case Window:
		return f.window()
	case Radios, Checks:
		return f.tiles()
	case Select:
		return h.Span(h.Class("sel1"), h.Select(f.common(), g.If(len(f.Options) > 15, h.Data("combobox", "")),
			g.If(!f.Required || f.Value == "" || f.filter, h.Option(h.Value(""), g.Text(or(f.Empty, when(f.filter, "不限")+when(!f.filter, "没有选"))))), f.options()))
	case Picker:
		return f.picker()
	case Grid:
		return f.grid()
	case File:
		return f.file()
	}
	return f.unit(h.Input(f.common(), f.kind(), g.If(f.Widget != Password, h.Value(f.Value))))
}

func (f Field) kind() g.Node {
	switch f.Widget {
	case Phone:
		return g.Group{h.Type("tel"), g.Attr("inputmode", "numeric"), g.If(f.Auto == "", h.AutoComplete("tel"))}
	case Password:
		return h.Type("password")
	case Code:
		return g.Group{h.Type("text"), h.Class("code"), g.Attr("spellcheck", "false"), g.Attr("autocapitalize", "characters"), g.If(f.Auto == "", h.AutoComplete("off"))}
	}
	return h.Type("text")
}

func (f Field) unit(input g.Node) g.Node {
	if f.Unit == "" {
		return input
	}
	return h.Span(h.Class("unit"), input, h.Span(g.Text(f.Unit)))
}

func (f Field) window() g.Node {
	one := func(i int, part, label string) g.Node {
		value := ""
		if i < len(f.Values) {
			value = f.Values[i]
		}
		return g.Group{h.Label(h.Class("vh"), h.For(f.id()+"-"+part), g.Text(f.Label+label)),
			h.Input(h.ID(f.id()+"-"+part), h.Name(f.Name+"."+part), h.Type("time"), h.Value(value), g.If(f.Error != "", h.Aria("invalid", "true")))}
	}
	return h.Div(h.Class("window"), one(0, "from", "从"), h.Span(h.Aria("hidden", "true"), g.Text("至")), one(1, "to", "至"))
}

func (f Field) tiles() g.Node {
	kind := "radio"
	if f.Widget == Checks {
		kind = "checkbox"
	}
	return h.Div(h.Class("tiles"), g.Map(f.Options, func(o Option) g.Node {
		on := o.Value == f.Value && f.Value != "" || slices.Contains(f.Values, o.Value)
		return h.Label(h.Input(h.Type(kind), h.Name(f.Name), h.Value(o.Value), g.If(on, h.Checked())),
			h.Span(g.Text(o.Label), text(h.Small, o.Note)))
	}))
}

func (f Field) options() g.Node {
	return g.Map(f.Options, func(o Option) g.Node {
		return h.Option(h.Value(o.Value), g.If(o.Value == f.Value, h.Selected()), attr("data-note", o.Note), g.Text(o.Label))
	})
}

func (f Field) picker() g.Node {
	id := f.id()
	return h.Span(h.Class("combo"),
		h.Input(h.Type("hidden"), h.Name(f.Name), h.Value(f.Value)),
		h.Input(h.ID(id), h.Name(f.Name+".text"), h.Type("text"), h.Value(f.Text), f.described(), f.states(), h.AutoComplete("off"),
			h.Data("combobox", ""), h.Data("source", safe(f.Source)), g.If(len(f.Options) > 0, h.List(id+"-list"))),
		g.Iff(len(f.Options) > 0, func() g.Node {
			return h.DataList(h.ID(id+"-list"), g.Map(f.Options, func(o Option) g.Node { return h.Option(h.Value(o.Label), g.Text(o.Note)) }))
		}))
}

func (f Field) check() g.Node {
	f.Required = true
	return h.Div(f.class(), f.notes(),
		h.Label(h.Class("ck"), h.Input(f.common(), h.Type("checkbox"), h.Value("1"), g.If(f.Value == "1" || f.Value == "true", h.Checked())), h.Span(f.label())))
}

func (f Field) file() g.Node {
	return h.Div(h.Class("file"),
		g.Iff(len(f.Kept) > 0, func() g.Node {
			return h.Ul(h.Class("kept"), g.Map(f.Kept, func(k KeptFile) g.Node {
				return h.Li(h.A(Href(k.Href), Icon("doc"), g.Text(k.Name)), g.Text(" "), text(h.Small, k.Note),
					g.If(k.Remove != "", h.Label(h.Class("ck"), h.Input(h.Type("checkbox"), h.Name(f.Name+".remove"), h.Value(k.Remove)), h.Span(g.Text("去掉"), VisuallyHidden(k.Name)))))
			}))
		}),
		h.Input(f.common(), h.Type("file"), attr("accept", f.Accept), g.If(strings.HasPrefix(f.Accept, "image/"), h.Data("photo", "")), g.If(f.Multiple, h.Multiple())))
}
