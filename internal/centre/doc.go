// Package centre keeps the places where services meet residents (阵地): service
// centres of the Party and the masses (党群服务中心) with their windows and rooms,
// their being made friendlier (亲民化改造), who books a room and who moves in.
package centre
