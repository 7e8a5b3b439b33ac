// Command gin is a back end as most are written: gin and gorm, a JWT, an
// operation record kept by a middleware, lists by COUNT, LIMIT and OFFSET, search
// by LIKE, a pool of ten connections. internal/bench drives it beside this
// program; it is no part of it, and a module of its own.
//
//	gin -db sqlite:FILE | -db pg:DSN  -addr 127.0.0.1:8200
package main

import (
	"bytes"
	"flag"
	"html/template"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Need is what the generator of internal/bench writes.
type Need struct {
	ID            string    `json:"id" gorm:"primaryKey;size:15"`
	CommunityCode string    `json:"community_code" gorm:"size:12;index:idx_csc,priority:1" binding:"required,len=12"`
	Title         string    `json:"title" gorm:"size:200" binding:"required,min=4,max=60"`
	Detail        string    `json:"detail" gorm:"type:text" binding:"max=2000"`
	Category      string    `json:"category" gorm:"size:20" binding:"required,oneof=elder child health environment mediation culture other"`
	Channel       string    `json:"channel" gorm:"size:20" binding:"required,oneof=visit online meeting members hotline"`
	Status        string    `json:"status" gorm:"size:20;index:idx_csc,priority:2;index:idx_sc,priority:1" binding:"required"`
	Phone         string    `json:"phone" gorm:"size:11" binding:"required,len=11,numeric"`
	CreatedAt     time.Time `json:"created_at" gorm:"index:idx_csc,priority:3,sort:desc;index:idx_sc,priority:2,sort:desc;index:idx_c,sort:desc"`
	UpdatedAt     time.Time `json:"updated_at"`
}

// OperationRecord is what the middleware keeps of a write.
type OperationRecord struct {
	ID         uint `gorm:"primaryKey"`
	IP         string
	Method     string
	Path       string
	Status     int
	Latency    time.Duration
	Agent      string
	UserID     int
	Body, Resp string `gorm:"type:text"`
	CreatedAt  time.Time
}

type server struct {
	db       *gorm.DB
	postgres bool
	key      []byte
}

func main() {
	where := flag.String("db", "sqlite:gin.db", "sqlite:FILE or pg:DSN")
	addr := flag.String("addr", "127.0.0.1:8200", "where to listen")
	migrate := flag.Bool("migrate", false, "make tables and indexes, and end")
	flag.Parse()
	s := server{key: []byte("bench")}
	var dial gorm.Dialector
	if dsn, ok := strings.CutPrefix(*where, "pg:"); ok {
		dial, s.postgres = postgres.Open(dsn), true
	} else {
		dial = sqlite.Open(strings.TrimPrefix(*where, "sqlite:"))
	}
	var err error
	if s.db, err = gorm.Open(dial, &gorm.Config{Logger: logger.Default.LogMode(logger.Silent)}); err != nil {
		log.Fatal(err)
	}
	pool, err := s.db.DB()
	if err != nil {
		log.Fatal(err)
	}
	pool.SetMaxOpenConns(10)
	pool.SetMaxIdleConns(10)
	if *migrate {
		if err := s.db.AutoMigrate(&Need{}, &OperationRecord{}); err != nil {
			log.Fatal(err)
		}
		return
	}
	log.Fatal(http.ListenAndServe(*addr, s.handler()))
}

func (s server) handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery())
	r.SetHTMLTemplate(template.Must(template.New("portal").Parse(page)))
	r.GET("/portal", s.portal)
	r.POST("/login", s.login)
	api := r.Group("/api", s.signedIn)
	api.POST("/needs", s.record, s.create)
	api.GET("/needs/:id", s.read)
	api.GET("/needs", s.list)
	api.GET("/stats", s.stats)
	return r
}

func answer(c *gin.Context, data any, err error) {
	if err != nil {
		c.JSON(http.StatusInternalServerError, gin.H{"msg": err.Error()})
		return
	}
	c.JSON(http.StatusOK, gin.H{"code": 0, "data": data})
}

func (s server) login(c *gin.Context) {
	claims := jwt.MapClaims{"uid": 1, "role": "official", "exp": time.Now().Add(24 * time.Hour).Unix()}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(s.key)
	if err != nil {
		answer(c, nil, err)
		return
	}
	c.JSON(http.StatusOK, gin.H{"token": token})
}

func (s server) signedIn(c *gin.Context) {
	_, err := jwt.Parse(strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer "), func(*jwt.Token) (any, error) { return s.key, nil })
	if err != nil {
		c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"msg": "未登录"})
	}
}

// record keeps what was asked and answered, as gin-vue-admin's middleware does.
func (s server) record(c *gin.Context) {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	w := &copied{ResponseWriter: c.Writer}
	c.Writer = w
	began := time.Now()
	c.Next()
	r := OperationRecord{IP: c.ClientIP(), Method: c.Request.Method, Path: c.Request.URL.Path, Status: c.Writer.Status(),
		Latency: time.Since(began), Agent: c.Request.UserAgent(), UserID: 1, Body: string(body), Resp: w.copy.String()}
	if err := s.db.Create(&r).Error; err != nil {
		log.Println("operation record:", err)
	}
}

type copied struct {
	gin.ResponseWriter
	copy bytes.Buffer
}

func (w *copied) Write(p []byte) (int, error) {
	w.copy.Write(p)
	return w.ResponseWriter.Write(p)
}

func (s server) create(c *gin.Context) {
	var n Need
	if err := c.ShouldBindJSON(&n); err != nil {
		c.JSON(http.StatusUnprocessableEntity, gin.H{"msg": err.Error()})
		return
	}
	n.ID = newID()
	answer(c, &n, s.db.Create(&n).Error)
}

func (s server) read(c *gin.Context) {
	var n Need
	answer(c, &n, s.db.Where("id = ?", c.Param("id")).First(&n).Error)
}

func (s server) list(c *gin.Context) {
	page, _ := strconv.Atoi(c.DefaultQuery("page", "1"))
	size, _ := strconv.Atoi(c.DefaultQuery("pageSize", "50"))
	q := s.db.Model(&Need{})
	for _, column := range []string{"community_code", "status"} {
		if v := c.Query(column); v != "" {
			q = q.Where(column+" = ?", v)
		}
	}
	if v := c.Query("title"); v != "" {
		q = q.Where("title LIKE ?", "%"+v+"%")
	}
	var total int64
	if err := q.Count(&total).Error; err != nil {
		answer(c, nil, err)
		return
	}
	var list []Need
	err := q.Order("created_at desc").Limit(size).Offset((page - 1) * size).Find(&list).Error
	answer(c, gin.H{"list": list, "total": total, "page": page, "pageSize": size}, err)
}

func (s server) stats(c *gin.Context) {
	var out []struct {
		CommunityCode, Status, Month string
		N                            int64
	}
	month := "substr(created_at, 1, 7)"
	if s.postgres {
		month = "to_char(created_at, 'YYYY-MM')"
	}
	err := s.db.Model(&Need{}).Select("community_code, status, " + month + " AS month, count(*) AS n").
		Group("community_code, status, month").Order("n desc").Limit(1000).Scan(&out).Error
	answer(c, out, err)
}

func (s server) portal(c *gin.Context) {
	var list []Need
	if err := s.db.Where("status = ?", "closed").Order("created_at desc").Limit(20).Find(&list).Error; err != nil {
		answer(c, nil, err)
		return
	}
	c.HTML(http.StatusOK, "portal", list)
}

func newID() string {
	id := make([]byte, 15)
	for i := range id {
		id[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[rand.IntN(36)]
	}
	return string(id)
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>办理公开</title><h1>办理公开</h1><table>{{range .}}
<tr><td>{{.CommunityCode}}</td><td><a href="/needs/{{.ID}}">{{.Title}}</a></td><td>{{.Detail}}</td><td>{{.Category}}</td><td>{{.Status}}</td><td>{{.CreatedAt}}</td></tr>{{end}}</table></html>`
