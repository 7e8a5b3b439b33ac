// Package meeting keeps joint meetings: the regional ones of the Party's
// organisations (区域共建联席会) and the three-party ones of community, social
// organisations and residents (三方联席会议). What they resolve becomes somebody's
// task with a day.
package meeting
