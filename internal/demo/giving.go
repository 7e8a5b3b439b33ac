package demo

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/giving"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/topic"
)

// What the report counts of giving.
const (
	pairedCount  = 43
	epidemicYuan = 352_600 // 逾35万元
)

// pairings plans the organisations paired with villages, some with two: it is
// they who are counted. Two have parted since.
func (s *story) pairings() {
	var villages []*community
	for _, c := range s.communities {
		if !c.urban {
			villages = append(villages, c)
		}
	}
	help := []giving.Help{{What: "柑橘园修剪和打药培训", Money: 180_000, Came: "四十户学会了"}, {What: "给留守老人体检", Money: 60_000, Came: "查了一百二十人"}, {What: "网上卖竹编", Money: 240_000, Came: "开了一个店，卖了两季"}, {What: "给小学送图书", Money: 90_000, Came: "建了一间图书室"}}
	for i := range pairedCount + 8 {
		o, v := s.orgs[i%(pairedCount+2)+14], villages[(i*5+3)%len(villages)]
		from, id := s.working(s.begin.AddDays(60+9*i)), new(record.ID[giving.Pairing])
		did := help[i%len(help)]
		did.On = s.working(from.AddDays(45))
		s.on(s.office(from.Time(), 0), s.officer, func(tx *store.Tx) error {
			return add(tx, giving.Pairings, v.area, id, func(p *giving.Pairing) {
				p.Org, p.Village, p.Campaign, p.From, p.State = o.id, v.area, "village", from, giving.Paired
				p.Projects = []giving.Help{did}
			})
		})
		if i%(pairedCount+2) >= pairedCount { // the last two part before the anchor
			take(s, s.office(s.anchor.AddDays(-90+i).Time(), 0), s.officer, giving.Pairings, id, "end", store.Taking{Note: "约定的时间到了", In: record.Input{"result": "项目做完，村里自己接着办"}})
		}
	}
}

// donations plans what was given in the epidemic of 2020, by organisations,
// units and people, and what is given now, with what became of it.
func (s *story) donations() {
	rest := record.Fen(epidemicYuan * 100)
	for i := range 31 {
		money := record.Fen(800_000 + 10_000*int64(i*7%60)) // 8,000 to 14,000 yuan
		if i == 30 {
			money = rest
		}
		rest -= money
		o, on := s.orgs[i*3%60], s.between("2020-02-01", "2020-06-30")
		s.gift(i, s.begin.AddDays(50+i), func(d *giving.Donation) {
			d.From, d.Org, d.Money, d.On, d.Purpose, d.Theme, d.Urgent = giving.OrgDonor, o.id, money, on, "疫情防控", "epidemic", true
		}, "买口罩、消毒液和测温枪，送到小区卡点", true)
	}
	for i, x := range []struct {
		from                  giving.DonorKind
		money, worth          record.Fen
		goods, purpose, spent string
		nameless              bool
		ago                   int
	}{
		{giving.UnitDonor, 2_000_000, 0, "", "困境儿童助学", "发给 20 名孩子，每人 1000 元", false, 200},
		{giving.PersonDonor, 50_000, 0, "", "老年食堂", "", true, 160},
		{giving.PersonDonor, 30_000, 0, "", "老年食堂", "", false, 120},
		{giving.OrgDonor, 500_000, 300_000, "棉被 60 床", "冬季送温暖", "", false, 70},
		{giving.UnitDonor, 0, 1_200_000, "大米 200 袋、油 200 桶", "慈善超市", "发给 100 户", false, 40},
		{giving.PersonDonor, 0, 80_000, "轮椅 2 台", "借给行动不便的老人", "", true, 12},
		{giving.PersonDonor, 20_000, 0, "", "河小青护河活动", "", false, 3},
	} {
		on, who := s.before(x.ago), s.person()
		s.gift(100+i, on, func(d *giving.Donation) {
			d.From, d.Money, d.Worth, d.Goods, d.Purpose, d.On, d.Nameless = x.from, x.money, x.worth, x.goods, x.purpose, on, x.nameless
			switch x.from {
			case giving.OrgDonor:
				d.Org = s.silver.id
			case giving.UnitDonor:
				d.Unit = *s.workplaces[i].unit
			default:
				d.Donor = who
			}
		}, x.spent, x.ago > 30)
	}
	s.charities()
	const from, last clock.Date = "2020-01-24", "2020-12-31"
	s.topical(topic.Topic{Title: "疫情期间的捐款", Figure: topic.Donated, Name: "epidemic", Theme: "epidemic", From: from, Last: last, Round: 10_000, Word: topic.Over})
}

// gift plans one donation, entered on a day, and how far it has come.
func (s *story) gift(n int, entered clock.Date, fill func(*giving.Donation), spent string, published bool) {
	id, c := new(record.ID[giving.Donation]), s.urban[n%len(s.urban)]
	at := s.office(s.working(entered).Time(), 0)
	s.on(at, c.worker, func(tx *store.Tx) error {
		return add(tx, giving.Donations, c.area, id, func(d *giving.Donation) {
			d.TakenBy, d.Receipt, d.State = c.unit, fmt.Sprintf("合慈 %06d", 100+n), giving.Given
			fill(d)
		})
	})
	if !published {
		return
	}
	take(s, s.office(at, 3), c.worker, giving.Donations, id, "publish", store.Taking{})
	if spent == "" {
		return
	}
	used := s.office(at, 6)
	s.on(used, c.worker, func(tx *store.Tx) error {
		d, err := store.One(tx.Context(), tx.All(), giving.Donations, *id)
		if err != nil {
			return err
		}
		return add(tx, giving.Uses, c.area, nil, func(u *giving.Use) {
			u.Donation, u.On, u.Amount, u.What = *id, clock.DateOf(used), d.Money+d.Worth, spent
		})
	})
	take(s, s.office(used, 2), c.worker, giving.Donations, id, "settle", store.Taking{})
}

// charities plans what stands ready: funds, a charity shop, goods.
func (s *story) charities() {
	for i, x := range []struct{ title, kind, what string }{
		{"社区慈善基金", "fund", "困难家庭一次性救急，社区议事会商定"}, {"慈善超市", "shop", "困难家庭凭卡领取，其他人可以捐可以买"}, {"爱心衣橱", "goods", "八成新的衣物，随时来挑"},
		{"轮椅借用点", "goods", "轮椅和拐杖，登记姓名就能借"}, {"助学基金", "fund", "每学期开学前申请"},
	} {
		c, from := s.urban[i], s.working(s.begin.AddDays(90+20*i))
		s.on(s.office(from.Time(), 0), c.worker, func(tx *store.Tx) error {
			return add(tx, giving.CharityResources, c.area, nil, func(r *giving.CharityResource) {
				r.Title, r.Kind, r.What, r.Holder, r.From, r.State = c.name+x.title, x.kind, x.what, s.silver.id, from, giving.Usable
				if x.kind == "fund" {
					r.Amount = 3_000_000
				}
			})
		})
	}
}
