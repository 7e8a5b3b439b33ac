// Package service keeps what was done: activities, who took part, and what
// people said of it. 场次, 人次, 人数 and 时长 are four measures and never stand in
// for one another. A deed stays where it happened when people and organisations
// move.
//
// Rules: 民政部令第67号 on volunteer service records; 国办函〔2026〕12号: no check-in,
// points or rankings, no photo or place required; 政务服务“好差评” on calling back.
package service
