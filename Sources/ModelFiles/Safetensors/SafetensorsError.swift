import Foundation
import Tokenization

/// Why a safetensors file, or a tensor requested from it, cannot be used; `file` is its path or name.
public enum SafetensorsError: RemediedError, Equatable {
    /// The file is shorter than the eight bytes that hold the header's length.
    case tooShort(file: String, byteCount: Int)
    /// The header's length is zero, beyond the end of the file, or beyond the limit of the format.
    case headerLength(file: String, length: UInt64, available: Int)
    /// The header is not the JSON that the format demands; `offset` counts bytes from the header's start.
    case headerSyntax(file: String, offset: Int, problem: String)
    /// The header has the same key twice.
    case duplicateKey(file: String, key: String)
    /// A value of the metadata is not a string.
    case metadataNotText(file: String, key: String)
    /// The header's entry of a tensor lacks `dtype`, `shape` or `data_offsets`.
    case missingField(file: String, tensor: String, field: String)
    /// The header's entry of a tensor has a field that the format does not know.
    case unknownField(file: String, tensor: String, field: String)
    /// The `dtype` of a tensor is none of ``SafetensorsElementType``.
    case unknownElementType(file: String, tensor: String, elementType: String)
    /// The shape has more than 64 dimensions, or its product overflows.
    case shapeTooLarge(file: String, tensor: String, shape: [Int])
    /// The bytes of a tensor end before they begin.
    case reversedOffsets(file: String, tensor: String, begin: Int, end: Int)
    /// The bytes between the offsets are not what the shape needs.
    case wrongByteCount(file: String, tensor: String, expected: Int, found: Int)
    /// The bytes of a tensor begin before those of the one before end.
    case overlap(file: String, tensor: String, expectedBegin: Int, begin: Int)
    /// Bytes before a tensor belong to no tensor.
    case gap(file: String, tensor: String, expectedBegin: Int, begin: Int)
    /// The file holds fewer bytes of data than its header promises.
    case truncated(file: String, promised: Int, found: Int)
    /// The file holds more bytes of data than its header promises.
    case trailingBytes(file: String, promised: Int, found: Int)

    /// The file has no tensor of this name.
    case missingTensor(file: String, tensor: String)
    /// A tensor has elements of another type than was asked for.
    case wrongElementType(file: String, tensor: String, elementType: SafetensorsElementType, expected: String)
    /// A tensor has another number of elements than was asked for.
    case wrongCount(file: String, tensor: String, expected: Int, found: Int)
    /// A NaN or an infinity; `index` counts elements in row-major order.
    case notFinite(file: String, tensor: String, index: Int, value: Double)
    /// A finite number beyond any that a trained model holds.
    case tooLarge(file: String, tensor: String, index: Int, value: Double)
    /// An integer that the requested type cannot hold.
    case integerOutOfRange(file: String, tensor: String, index: Int, type: String)
    /// A finite number that would become infinite in the 16-bit format it is to be written in.
    case notRepresentable(tensor: String, index: Int, value: Float, format: SafetensorsElementType)
}

extension SafetensorsError {
    public var problem: String {
        let parts = parts
        return parts.file.map { "\(MessageText.quoted($0)) \(parts.problem)" } ?? parts.problem
    }

    public var remedies: [Remedy] { [.advice(parts.wayOut)] }

    private var parts: (file: String?, problem: String, wayOut: String) {
        switch self {
        case .tooShort, .headerLength, .headerSyntax, .duplicateKey, .metadataNotText: headerParts
        case .truncated, .trailingBytes, .overlap, .gap: layoutParts
        case .missingField, .unknownField, .unknownElementType, .shapeTooLarge, .reversedOffsets, .wrongByteCount:
            entryParts
        default: requestParts
        }
    }

    private var headerParts: (String?, String, String) {
        let notOne = "give a .safetensors file, or copy it again if it is one"
        switch self {
        case .tooShort(let file, let count):
            return (file, "is not a safetensors file: it has \(MessageText.grouped(count)) bytes", notOne)
        case .headerLength(let file, let length, let available):
            let lengths = "\(MessageText.grouped(length)) bytes, the rest of it \(MessageText.grouped(available))"
            return (file, "has an impossible header length: \(lengths)", notOne)
        case .headerSyntax(let file, let offset, let problem):
            return (file, "has a damaged header: \(problem) at byte \(MessageText.grouped(offset))", notOne)
        case .duplicateKey(let file, let key):
            return (file, "names \(MessageText.quoted(key)) twice in its header", "write it again with unique names")
        case .metadataNotText(let file, let key):
            let text = "has metadata \(MessageText.quoted(key)) that is not a string"
            return (file, text, "write it again with text as the value")
        default: preconditionFailure("not an error of the header")
        }
    }

    private var layoutParts: (String?, String, String) {
        let repair = "copy it again or use an older checkpoint"
        switch self {
        case .truncated(let file, let promised, let found):
            let sizes = "\(MessageText.grouped(promised)) bytes of data, the file holds \(MessageText.grouped(found))"
            return (file, "is truncated: its header promises \(sizes)", repair)
        case .trailingBytes(let file, let promised, let found):
            let extra = MessageText.grouped(found - promised)
            return (file, "has \(extra) bytes after the last tensor", repair)
        case .overlap(let file, let tensor, let expected, let begin):
            let places = "byte \(MessageText.grouped(begin)), before byte \(MessageText.grouped(expected))"
            return (file, "has tensor \(MessageText.quoted(tensor)) overlap another: it begins at \(places)", repair)
        case .gap(let file, let tensor, let expected, let begin):
            let places = "\(MessageText.grouped(expected)) and \(MessageText.grouped(begin))"
            return (file, "has a gap before tensor \(MessageText.quoted(tensor)), between bytes \(places)", repair)
        default: preconditionFailure("not an error of the layout")
        }
    }

    private var entryParts: (String?, String, String) {
        let rewrite = "write it again with a program that follows the format"
        switch self {
        case .missingField(let file, let tensor, let field):
            return (file, "gives no \(field) for tensor \(MessageText.quoted(tensor))", rewrite)
        case .unknownField(let file, let tensor, let field):
            let text = "gives tensor \(MessageText.quoted(tensor)) the unknown field \(MessageText.quoted(field))"
            return (file, text, rewrite)
        case .unknownElementType(let file, let tensor, let type):
            let known = SafetensorsElementType.allCases.map(\.rawValue).joined(separator: ", ")
            let text = "gives tensor \(MessageText.quoted(tensor)) the unknown type \(MessageText.quoted(type))"
            return (file, text, "convert it to one of \(known)")
        case .shapeTooLarge(let file, let tensor, let shape):
            let text = "gives tensor \(MessageText.quoted(tensor)) the impossible shape \(MessageText.shape(shape))"
            return (file, text, rewrite)
        case .reversedOffsets(let file, let tensor, let begin, let end):
            let places = "\(MessageText.grouped(begin)) and ends at \(MessageText.grouped(end))"
            return (file, "has tensor \(MessageText.quoted(tensor)) that begins at byte \(places)", rewrite)
        case .wrongByteCount(let file, let tensor, let expected, let found):
            let sizes = "\(MessageText.grouped(found)) bytes where its shape needs \(MessageText.grouped(expected))"
            return (file, "gives tensor \(MessageText.quoted(tensor)) \(sizes)", rewrite)
        default: preconditionFailure("not an error of an entry")
        }
    }

    private var requestParts: (String?, String, String) {
        switch self {
        case .missingTensor(let file, let tensor):
            return (file, "has no tensor \(MessageText.quoted(tensor))", "use a file made for this kind of model")
        case .wrongElementType(let file, let tensor, let type, let expected):
            let text = "holds tensor \(MessageText.quoted(tensor)) as \(type.rawValue), not as \(expected)"
            return (file, text, "convert the tensor or use a file made for this kind of model")
        case .wrongCount(let file, let tensor, let expected, let found):
            let sizes = "\(MessageText.grouped(found)) elements where \(MessageText.grouped(expected)) are expected"
            let wayOut = "use a file made for a model of this size"
            return (file, "has tensor \(MessageText.quoted(tensor)) with \(sizes)", wayOut)
        case .notFinite(let file, let tensor, let index, let value):
            let text = "has \(value) at index \(MessageText.grouped(index)) of tensor \(MessageText.quoted(tensor))"
            return (file, text, "use an earlier checkpoint or train again with a lower learning rate")
        case .tooLarge(let file, let tensor, let index, let value):
            let text =
                "has \(value) at index \(MessageText.grouped(index)) of tensor \(MessageText.quoted(tensor)), more than any "
                + "trained model holds, and its results would not be finite"
            return (file, text, "use an earlier checkpoint or train again with a lower learning rate")
        case .integerOutOfRange(let file, let tensor, let index, let type):
            let place = "index \(MessageText.grouped(index)) of tensor \(MessageText.quoted(tensor))"
            return (file, "has an integer that does not fit \(type) at \(place)", "use a file made for this program")
        case .notRepresentable(let tensor, let index, let value, let format):
            let place = "index \(MessageText.grouped(index)) of tensor \(MessageText.quoted(tensor))"
            return (nil, "\(value) at \(place) is too large for \(format.rawValue)", "write the tensor as F32")
        default: preconditionFailure("not an error of a request")
        }
    }
}
