package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"sanshe/internal/store"
)

// openapi answers with the document, made once.
func (c *call) openapi() error { return c.send(http.StatusOK, c.document()) }

// write makes the OpenAPI document from the routes. encoding/json sorts names,
// so the same book gives the same bytes.
func (s *server) write() []byte {
	schemas, tags, tagged := shared(), []any{}, map[string]bool{}
	if s.Figures != nil {
		maps.Copy(schemas, figureSchemas())
	}
	if s.Readers != nil {
		maps.Copy(schemas, settingSchemas())
	}
	paths := map[string]node{}
	for _, r := range s.routes {
		if r.plan != nil && r.method == "GET" && r.path == r.plan.reg.Name {
			maps.Copy(schemas, r.plan.schemas(s.Store.Today()))
		}
		if !tagged[r.doc.tag] {
			tagged[r.doc.tag] = true
			tags = append(tags, node{"name": r.doc.tag})
		}
		path := prefix + r.path
		if paths[path] == nil {
			paths[path] = node{}
		}
		paths[path][method(r.method)] = r.doc.node(r.open)
	}
	base := s.Base
	if base == "" {
		base = "/"
	}
	version := s.Version
	if version == "" {
		version = "dev"
	}
	body, err := json.Marshal(node{
		"openapi":           "3.1.0",
		"jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
		"info": node{"title": "三社联动接口", "version": version, "description": "每个台账一组地址，由台账的说明生成。" +
			"改动都带乐观锁（If-Match）和去重编号（Idempotency-Key）；个人信息只给出遮盖后的样子；错误一律是 application/problem+json。"},
		"servers":  []any{node{"url": base}},
		"security": []any{node{"bearer": []any{}}},
		"tags":     tags,
		"paths":    paths,
		"components": node{
			"schemas":         schemas,
			"responses":       problemResponses(),
			"headers":         headers(),
			"securitySchemes": node{"bearer": node{"type": "http", "scheme": "bearer", "description": "接口令牌，由系统管理员发"}},
		},
	})
	if err != nil {
		panic(fmt.Sprintf("api: the document cannot be written: %v", err)) // it is made of texts and numbers
	}
	return body
}

func method(m string) string {
	return map[string]string{"GET": "get", "POST": "post", "PATCH": "patch"}[m]
}

// operation is what the document says of a route.
type operation struct {
	id, tag, summary, text string
	params                 []any
	body                   node // schema; nil for none
	optional               bool // the body may be left out
	answers                map[int]node
	faults                 []int  // besides those that every route with a token may answer
	conflict               string // schema of 409 and 412, which show the record as it is now
}

func (o *operation) node(open bool) node {
	responses := node{}
	for status, answer := range o.answers {
		responses[strconv.Itoa(status)] = answer
	}
	faults := []int{500}
	if !open {
		faults = append(slices.Concat(faults, o.faults), 401, 429, 503)
	}
	for _, status := range faults {
		responses[strconv.Itoa(status)] = node{"$ref": "#/components/responses/" + strconv.Itoa(status)}
		if o.conflict != "" && (status == 409 || status == 412) {
			responses[strconv.Itoa(status)] = problemResponse(status, o.conflict)
		}
	}
	n := node{"operationId": o.id, "tags": []string{o.tag}, "summary": o.summary, "responses": responses}
	if o.text != "" {
		n["description"] = o.text
	}
	if o.params != nil {
		n["parameters"] = o.params
	}
	if o.body != nil {
		n["requestBody"] = node{"required": !o.optional, "content": node{"application/json": node{"schema": o.body}}}
	}
	if open {
		n["security"] = []any{}
	}
	return n
}

// answer describes a response with a JSON body and the headers named.
func answer(description string, schema node, named ...string) node {
	n := node{"description": description, "headers": headerRefs(named...)}
	if schema != nil {
		n["content"] = node{"application/json": node{"schema": schema}}
	}
	return n
}

func headerRefs(named ...string) node {
	n := node{"X-Request-Id": node{"$ref": "#/components/headers/X-Request-Id"}}
	for _, name := range named {
		n[name] = node{"$ref": "#/components/headers/" + name}
	}
	return n
}

func headers() node {
	header := func(description string) node {
		return node{"description": description, "schema": node{"type": "string"}}
	}
	return node{
		"X-Request-Id":         header("这次请求的编号，报错时告诉系统管理员"),
		"ETag":                 header("记录的版本，修改时写在 If-Match 里"),
		"Location":             header("新记录的地址"),
		"Idempotency-Replayed": header("true：同一编号先前已经办过，这是那次的结果"),
		"Retry-After":          header("几秒后再试"),
		"WWW-Authenticate":     header("Bearer"),
	}
}

// problemResponses describes the errors, one for each status of the table but
// 405, which no described route answers.
func problemResponses() node {
	out := node{}
	for status := range titles {
		if status != http.StatusMethodNotAllowed {
			out[strconv.Itoa(status)] = problemResponse(status, "Problem")
		}
	}
	return out
}

func problemResponse(status int, schema string) node {
	n := node{"description": titles[status], "headers": headerRefs(), "content": node{"application/problem+json": node{"schema": ref(schema)}}}
	switch status {
	case http.StatusUnauthorized:
		n["headers"] = headerRefs("WWW-Authenticate")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		n["headers"] = headerRefs("Retry-After")
	}
	return n
}

// problemSchema describes an error; optional are members that need not be there.
func problemSchema(optional node) node {
	s := closed(node{
		"type":     texts("错误的种类，稳定不变"),
		"title":    texts("种类的名称"),
		"status":   whole("HTTP 状态码"),
		"detail":   texts("哪里、为什么、怎么改"),
		"code":     texts("给程序判断用的代码"),
		"problems": listOf(ref("FieldProblem")),
	})
	maps.Copy(s["properties"].(node), optional)
	return s
}

// shared gives the schemas that belong to no register.
func shared() node {
	return node{
		"Problem":      problemSchema(node{"reference": texts("内部错误的编号，告诉系统管理员")}),
		"FieldProblem": closed(node{"field": texts("字段名；空为整条记录"), "label": texts("字段的中文名"), "text": texts("哪里不对，怎么改")}),
		"Change":       closed(node{"field": texts("字段名"), "label": texts("字段的中文名"), "was": texts("原来；个人信息不写"), "is": texts("改成；个人信息不写")}),
		"Passages": closed(node{"items": listOf(closed(node{
			"step": texts("步骤名；create 为登记"), "label": texts("步骤的中文名"), "from": texts("从哪个状态"), "to": texts("到哪个状态"),
			"on": texts("生效日期"), "at": moment("办理时间"), "name": texts("谁办的"), "unit": texts("代表哪个单位"), "note": texts("原因"),
		}))}),
	}
}

func query(name, description string, schema node) node {
	return node{"name": name, "in": "query", "description": description, "schema": schema}
}

func pathParam(name, description string, schema node) node {
	return node{"name": name, "in": "path", "required": true, "description": description, "schema": schema}
}

func header(name, description string, required bool) node {
	return node{"name": name, "in": "header", "required": required, "description": description, "schema": node{"type": "string"}}
}

func documentOperation() operation {
	return operation{id: "openapi", tag: "接口说明", summary: "这份说明", answers: map[int]node{200: answer("OpenAPI 3.1", node{"type": "object"})}}
}

// pageLimit describes how many records a page may have.
func pageLimit() node {
	return query("limit", "一页几条", node{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": 50})
}

func totalText() string {
	return "共几条（默认 true，最多数到 " + strconv.Itoa(store.TotalLimit) + "）；不需要时写 false 更快"
}
