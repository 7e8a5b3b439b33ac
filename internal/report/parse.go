package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanshe/internal/fault"
)

// Document is a parsed template.
type Document struct {
	lines []line // the first is the title
}

type line struct {
	level      int
	head, body []piece
}

// piece is text, a figure, or a condition on a figure.
type piece struct {
	text     string // of prose, when name is ""
	editable bool
	name     string
	option   string // part, whole, word
	asks     bool   // a condition: whole or otherwise
	whole    []piece
	other    []piece
	at       place
}

type place struct{ line, column int }

func (at place) problem(format string, args ...any) *fault.Problem {
	return &fault.Problem{
		Label: fmt.Sprintf("第 %d 行第 %d 字", at.line, at.column),
		Text:  fmt.Sprintf(format, args...),
	}
}

var (
	// Headings are known by their numbers (GB/T 9704-2012 结构层次序数); 1.5 is none.
	headings = []*regexp.Regexp{
		regexp.MustCompile(`^[一二三四五六七八九十百]+、`),
		regexp.MustCompile(`^[（(][一二三四五六七八九十百]+[）)]`),
		regexp.MustCompile(`^[0-9]+[.．](?:[^0-9]|$)`),
		regexp.MustCompile(`^[（(][0-9]+[）)]`),
	}
	sentenceEnd = regexp.MustCompile(`[。！？][”’』」）]*`)
	figureName  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+(@[a-z0-9_-]+)?$`)
	options     = []string{"", "part", "whole", "word"}
)

// Parse reads a template. Its error is Invalid and tells the first problem of
// every line that has one.
func Parse(text string) (*Document, error) {
	if !utf8.ValidString(text) {
		return nil, fault.New(fault.Invalid, "文字不是 UTF-8 编码；把文件另存为 UTF-8 再用")
	}
	doc := &Document{}
	var problems []fault.Problem
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	for i, raw := range strings.Split(text, "\n") {
		s := scanner{line: i + 1, src: []rune(strings.TrimRightFunc(raw, unicode.IsSpace))}
		for s.more() && unicode.IsSpace(s.src[s.pos]) { // the format indents, not the writer
			s.pos++
		}
		if !s.more() {
			continue
		}
		level := levelOf(string(s.src[s.pos:]))
		if len(doc.lines) == 0 && level > 0 {
			problems = append(problems, *s.here().problem("第一行应是标题，这里是小标题；在它前面加一行标题"))
		}
		pieces, problem := s.pieces("")
		if problem != nil {
			problems = append(problems, *problem)
		}
		doc.lines = append(doc.lines, newLine(level, pieces, len(doc.lines) == 0))
	}
	if len(doc.lines) == 0 {
		return nil, fault.New(fault.Invalid, "报告没有文字；第一行写标题，以后每段一行")
	}
	if problems != nil {
		return nil, fault.Fields(problems...)
	}
	return doc, nil
}

// Figures lists the names in the text, in order of appearance, each once.
func (d *Document) Figures() []string {
	var names []string
	var walk func([]piece)
	walk = func(pieces []piece) {
		for _, p := range pieces {
			if p.name != "" && !slices.Contains(names, p.name) {
				names = append(names, p.name)
			}
			walk(p.whole)
			walk(p.other)
		}
	}
	for _, l := range d.lines {
		walk(l.head)
		walk(l.body)
	}
	return names
}

func levelOf(text string) int {
	for i, heading := range headings {
		if heading.MatchString(text) {
			return i + 1
		}
	}
	return 0
}

// newLine parts a heading from the text that runs on behind it, and marks the
// sentences of the body that hold no figure.
func newLine(level int, pieces []piece, title bool) line {
	if title {
		return line{head: pieces}
	}
	l := line{level: level}
	for i, sentence := range sentences(pieces) {
		if level > 0 && i == 0 {
			l.head = sentence
			continue
		}
		prose := !slices.ContainsFunc(sentence, func(p piece) bool { return p.name != "" })
		for _, p := range sentence {
			p.editable = prose
			l.body = append(l.body, p)
		}
	}
	return l
}

// sentences cuts text behind every 。！？ and the quotes and brackets it closes.
func sentences(pieces []piece) [][]piece {
	out := [][]piece{nil}
	add := func(p piece) { out[len(out)-1] = append(out[len(out)-1], p) }
	for _, p := range pieces {
		if p.name != "" {
			add(p)
			continue
		}
		rest := p.text
		for end := sentenceEnd.FindStringIndex(rest); end != nil; end = sentenceEnd.FindStringIndex(rest) {
			add(piece{text: rest[:end[1]]})
			out = append(out, nil)
			rest = rest[end[1]:]
		}
		if rest != "" {
			add(piece{text: rest})
		}
	}
	return out
}
