package report

import (
	"slices"
	"strings"

	"sanshe/internal/fault"
)

// scanner reads one line of a template.
type scanner struct {
	line int
	src  []rune
	pos  int
}

func (s *scanner) more() bool { return s.pos < len(s.src) }

func (s *scanner) here() place { return place{s.line, s.pos + 1} }

// at tells whether the next character is one of chars.
func (s *scanner) at(chars string) bool { return s.more() && strings.ContainsRune(chars, s.src[s.pos]) }

// upTo reads to the next of chars, or to the end of the line.
func (s *scanner) upTo(chars string) string {
	start := s.pos
	for s.more() && !s.at(chars) {
		s.pos++
	}
	return string(s.src[start:s.pos])
}

// pieces reads to one of stop, which only a condition's texts have, or to the
// end of the line.
func (s *scanner) pieces(stop string) ([]piece, *fault.Problem) {
	var out []piece
	for s.more() && !s.at(stop) {
		at := s.here()
		switch {
		case s.at("}"):
			return out, at.problem("多了一个“}”；删去它，要印出花括号就改用全角｝")
		case s.at("{"):
			p, problem := s.figure(stop != "")
			if problem != nil {
				return out, problem
			}
			out = append(out, p)
		default:
			text := s.upTo("{}" + stop)
			if i := slices.IndexFunc([]rune(text), unprintable); i >= 0 {
				at.column += i
				return out, at.problem("有看不见的控制字符；删去它，制表符改成空格")
			}
			out = append(out, piece{text: text})
		}
	}
	return out, nil
}

// figure reads {name}, {name|option} or, outside of conditions, {?name=all:…|…}.
func (s *scanner) figure(inside bool) (piece, *fault.Problem) {
	p := piece{at: s.here()}
	unclosed := p.at.problem("“{”没有配对的“}”；补上“}”，要印出花括号就改用全角｛｝")
	s.pos++
	if s.at("?") {
		if inside {
			return p, p.at.problem("条件里不能再套条件；拆成两处写")
		}
		return s.condition(p, unclosed)
	}
	p.name, p.option, _ = strings.Cut(s.upTo("{}"), "|")
	if !s.at("}") {
		return p, unclosed
	}
	s.pos++
	if !figureName.MatchString(p.name) {
		return p, p.at.problem("“%s”不像数字的名称；应是小写英文加点，如 {party.single}", p.name)
	}
	if !slices.Contains(options, p.option) {
		return p, p.at.problem("“%s”不是数字的写法；可写 |part（分子）、|whole（分母）、|word（汉字）", p.option)
	}
	return p, nil
}

func (s *scanner) condition(p piece, unclosed *fault.Problem) (_ piece, problem *fault.Problem) {
	s.pos++
	name, wanted, _ := strings.Cut(s.upTo("{}:："), "=") // an input method easily types ：
	p.name, p.asks = name, true
	if wanted != "all" || !figureName.MatchString(name) || !s.at(":：") {
		return p, p.at.problem("条件没有写全；应写成 {?数字的名称=all:全部时的文字|否则的文字}")
	}
	s.pos++
	if p.whole, problem = s.pieces("|}"); problem != nil {
		return p, problem
	}
	if s.at("|") {
		s.pos++
		if p.other, problem = s.pieces("}"); problem != nil {
			return p, problem
		}
	}
	if !s.at("}") {
		return p, unclosed
	}
	s.pos++
	return p, nil
}

// unprintable tells the characters that XML 1.0 cannot hold, and those that
// mean nothing within a line.
func unprintable(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 || r == 0xFFFE || r == 0xFFFF
}
