// Package station keeps the social-work stations (社工站), the posts in them and
// who is on duty when: “服务站+社工+志愿者”.
//
// Rules: 民政部 on 乡镇（街道）社会工作服务站; what a station does is a code list,
// for no text that fixes it was found.
package station
