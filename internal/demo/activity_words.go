package demo

import "sanshe/internal/service"

// doing is an activity communities hold; months names those it belongs to, and
// is empty for any.
type doing struct {
	title   string
	kind    service.Kind
	summary string
	org     int // of serving; committee for the community itself
	months  string
}

// doings by month: 1 to 9, then a b c.
var doings = []doing{
	{"上门理发、修指甲", service.Volunteer, "给行动不便的老人理发、修指甲", silver, ""},
	{"独居老人探访", service.Volunteer, "走访独居老人，看了水电气，聊了天", helpers, ""},
	{"院坝义诊", service.Volunteer, "量血压、测血糖，讲了用药", care, ""},
	{"楼道大扫除", service.Volunteer, "居民和志愿者一起清了楼道杂物", green, ""},
	{"河岸捡垃圾", service.Volunteer, "沿河边步道捡了一上午垃圾", green, ""},
	{"反诈宣传进楼栋", service.Volunteer, "挨家讲了几种常见骗法，装了提醒", committee, ""},
	{"消防安全上门看", service.Volunteer, "看了老旧插线板，教了灭火器", committee, ""},
	{"学雷锋便民服务", service.Volunteer, "磨刀、缝补、修小家电、理发一起摆开", helpers, "3"},
	{"爱心送考", service.Volunteer, "路口劝导，备了水和文具", helpers, "6"},
	{"高温天送清凉", service.Volunteer, "给环卫工人和独居老人送了凉茶", helpers, "78"},
	{"邻里互助修家电", service.Mutual, "院子里会修的人帮大家修了风扇、电饭锅", committee, ""},
	{"邻里厨房", service.Mutual, "一起做饭，给不方便的老人送去一份", committee, ""},
	{"闲置物品换一换", service.Mutual, "旧书、玩具、衣服互相换", committee, ""},
	{"邻里说事会", service.Mutual, "停车、噪声、公共过道，坐下来说开", peace, ""},
	{"代买代办日", service.Mutual, "帮老人买菜取药、办手机业务", committee, ""},
	{"换季晒被子", service.Mutual, "帮老人晒被子、理衣柜", helpers, "45ab"},
	{"合唱队排练", service.Culture, "排了两首歌，新来的也跟上了", choir, ""},
	{"坝坝棋会", service.Culture, "摆了八张棋桌", chess, ""},
	{"太极拳晨练", service.Culture, "带着练了一套二十四式", committee, ""},
	{"剪纸课", service.Culture, "学了窗花和团花", craft, ""},
	{"读书会", service.Culture, "一起读了一本书，说说自己的想法", committee, ""},
	{"手机摄影班", service.Culture, "教老年人拍照、修图、发视频", craft, ""},
	{"写春联送春联", service.Culture, "现场写，居民自己选词", craft, "12"},
	{"元宵灯谜会", service.Culture, "猜灯谜、吃汤圆", committee, "2"},
	{"端午包粽子", service.Culture, "一起包粽子，给独居老人送去", committee, "56"},
	{"中秋院坝晚会", service.Culture, "居民自己出节目", choir, "9"},
	{"重阳敬老", service.Culture, "请老人看节目、量血压、拍照", silver, "a"},
	{"冬至羊肉汤", service.Culture, "熬了两大锅汤，独居老人先请", committee, "c"},
	{"四点半课堂", service.Professional, "看作业、做游戏，家长接到再走", star, "345679abc"},
	{"暑期托管", service.Professional, "上午作业，下午手工和运动", star, "78"},
	{"情绪小课堂", service.Professional, "认识情绪，学着说出来", lotus, ""},
	{"留守儿童视频连线", service.Professional, "陪孩子和外地的父母视频，聊学校的事", bridge, ""},
	{"家庭教育讲座", service.Professional, "讲怎么和青春期的孩子说话", lotus, ""},
	{"防溺水安全课", service.Professional, "讲了水边四不要，练了呼救", bridge, "567"},
	{"老人记忆小组", service.Professional, "看老照片、讲老故事", bridge, ""},
	{"照顾者喘息小组", service.Professional, "长期照顾病人的家属坐下来说说话", bridge, ""},
	{"残疾人手工小组", service.Professional, "学编扎，做好的有人来收", arm, ""},
	{"居家康复指导", service.Professional, "康复师教了动作，家属一起学", care, ""},
}
