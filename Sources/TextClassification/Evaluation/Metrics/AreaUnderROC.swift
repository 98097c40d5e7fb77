/// The area under the ROC curve of the last of two classes, or the mean over each of more against the rest; `nil` where
/// a class has no documents.
func meanAreaUnderROC(labels: [Int], probabilities: [[Double]], classCount: Int) -> Double? {
    guard classCount >= 2 else { return nil }
    let classes = classCount == 2 ? [1] : Array(0..<classCount)
    var sum = 0.0
    for label in classes {
        let scores = probabilities.map { $0[label] }
        guard let area = areaUnderROC(labels.map { $0 == label }, scores: scores) else { return nil }
        sum += area
    }
    return sum / Double(classes.count)
}

/// The probability that a positive document has a higher score than a negative one, equal scores counting half.
///
/// `(R - n₊(n₊ + 1)/2) / (n₊·n₋)` with `R` the sum of the ranks of the positive ones and equal scores sharing the mean
/// of their ranks: Mann & Whitney (1947), *On a test of whether one of two random variables is stochastically larger
/// than the other*. `nil` where either kind is missing.
func areaUnderROC(_ isPositive: [Bool], scores: [Double]) -> Double? {
    let numPositive = isPositive.count { $0 }
    let numNegative = isPositive.count - numPositive
    guard numPositive > 0, numNegative > 0 else { return nil }
    let ranked = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var start = 0
    while start < ranked.count {
        var end = start + 1
        while end < ranked.count, scores[ranked[end]] == scores[ranked[start]] { end += 1 }
        let meanRank = Double(start + 1 + end) / 2
        rankSum += meanRank * Double(ranked[start..<end].count { isPositive[$0] })
        start = end
    }
    let least = Double(numPositive) * Double(numPositive + 1) / 2
    return (rankSum - least) / (Double(numPositive) * Double(numNegative))
}
