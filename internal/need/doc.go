// Package need keeps the three lists (三张清单): what residents need, what is
// there to help with, what projects bring the two together, and how needs are
// matched to resources.
//
// Rules: the county's 三张清单 system; 国办函〔2026〕12号 on not asking twice.
package need
