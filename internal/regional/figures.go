package regional

import (
	"sanshe/internal/figure"
	"sanshe/internal/place"
)

// Figures are the indicators of 融合区域党建.
func Figures() []figure.Contract {
	links := figure.Contract{Name: "regional.liaisons", Label: "常委联系社区", Unit: "名", Chapter: 1, Register: Liaisons.Register, Version: 1, Period: figure.AsOf, Alone: true,
		Owner: "县委组织部（推断，可改）", Rule: "当日在联系期内的县委常委，一人联系一个城市社区，一对一；只数联系，不数走访",
		List: `SELECT l.id, l.area FROM {liaison} l WHERE l.from_day <= {at} AND (l.until_day = '' OR l.until_day > {at})`}
	linked := figure.Contract{Name: "regional.communities_linked", Label: "有常委联系的城市社区", Unit: "个", Chapter: 1, Register: place.Communities.Register, Version: 1, Period: figure.AsOf, Shape: figure.Part,
		Owner: links.Owner, Rule: "城市社区中，当日有县委常委联系的", Of: `SELECT c.id, c.area FROM {community} c WHERE c.urban = 1`,
		List: `SELECT c.id, c.area FROM {community} c WHERE c.urban = 1 AND EXISTS (SELECT 1 FROM {liaison} l WHERE l.community = c.id AND l.from_day <= {at} AND (l.until_day = '' OR l.until_day > {at}))`}
	pacts := links
	pacts.Name, pacts.Label, pacts.Unit, pacts.Register = "regional.pacts", "履行中的共建契约", "份", Pacts.Register
	pacts.Rule = "当日已签约、还没有终止或评议结束、也没有过期的共建契约"
	pacts.List = `SELECT p.id, p.area FROM {pact} p JOIN {state pact} s ON s.record = p.id AND s.state = 'in_force' WHERE p.signed_on <= {at} AND p.last_day >= {at}`
	overdue := links
	overdue.Name, overdue.Label, overdue.Unit, overdue.Register = "regional.commitments_overdue", "到期没有兑现的共建承诺", "件", Commitments.Register
	overdue.Rule = "当日还没有兑现、办成期限已过的共建承诺"
	overdue.List = `SELECT c.id, c.area FROM {commitment} c JOIN {state commitment} s ON s.record = c.id AND s.state = 'promised' WHERE c.due_on < {at}`
	return []figure.Contract{links, linked, pacts, overdue}
}
