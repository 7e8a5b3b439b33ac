package org

import (
	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// Registered (已登记) is emitted when an organisation begins to stand in the register.
type Registered struct {
	Org *SocialOrg
	On  clock.Date
}

// Left (退出登记) is emitted when an organisation leaves the register.
type Left struct {
	Org *SocialOrg
	On  clock.Date
}

// Troubled (出现异常) is emitted when an organisation stays in the register but
// not as it should: it is listed as abnormal, or is being wound up.
type Troubled struct {
	Org *SocialOrg
	On  clock.Date
}

// Passing (过关) is emitted before an organisation passes an occasion at which
// others may have something to say; a handler that refuses stops it.
type Passing struct {
	Org      *SocialOrg
	Occasion Occasion
}

// Occasion (环节) is when an organisation's Party work is looked at (四同时三同步).
type Occasion string

const (
	Approval    Occasion = "approval"
	Certifying  Occasion = "certificate"
	CharterOK   Occasion = "charter"
	Inspection  Occasion = "inspection"
	RatingGiven Occasion = "rating"
)

// Options implements [record.Chooser].
func (Occasion) Options() []record.Option {
	return record.Options(Approval, "准予登记", Certifying, "发证", CharterOK, "章程核准", Inspection, "年度检查", RatingGiven, "等级评估")
}

// Label gives the occasion's Chinese name.
func (o Occasion) Label() string {
	for _, x := range o.Options() {
		if x.Value == string(o) {
			return x.Label
		}
	}
	return string(o)
}
