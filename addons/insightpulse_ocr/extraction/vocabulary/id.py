"""Indonesian."""

# fmt: off
LABELS = {
    "title_invoice": (
        "faktur", "faktur pajak", "faktur penjualan", "tagihan", "nota", "surat tagihan",
    ),
    "title_credit_note": ("nota kredit", "nota retur", "faktur retur"),
    "title_receipt": (
        "kuitansi", "struk", "kwitansi", "nota penjualan", "bukti pembayaran", "struk belanja",
    ),
    "invoice_number": (
        "nomor faktur", "no faktur", "nomor invoice", "no invoice", "no nota", "nomor nota",
        "nomor tagihan", "no struk", "no kuitansi", "nomor seri faktur pajak", "nomor kuitansi",
        "no transaksi", "faktur no", "no. faktur", "no kwitansi", "no tagihan", "faktur nomor",
        "kode dan nomor seri faktur pajak", "no bon", "nomor transaksi", "invoice nomor", "nomor",
    ),
    "number_word": ("nomor",),
    "other_number": (
        "nomor pelanggan", "no pelanggan", "nomor pesanan", "no pesanan", "no po", "nomor po",
        "no rekening", "nomor rekening", "no surat jalan", "surat jalan", "kasir", "meja",
        "referensi", "no kontrak", "halaman", "kode pelanggan", "no sj", "nomor kontrak",
    ),
    "invoice_date": (
        "tanggal faktur", "tanggal invoice", "tgl faktur", "tgl invoice", "tanggal terbit",
        "tanggal nota", "tanggal tagihan", "tanggal transaksi", "tgl nota", "tanggal penerbitan",
    ),
    "date": ("tanggal", "tgl", "tgl/jam"),
    "due_date": (
        "jatuh tempo", "tanggal jatuh tempo", "tgl jatuh tempo", "batas pembayaran", "tempo",
        "dibayar sebelum", "batas waktu pembayaran",
    ),
    "other_date": (
        "tanggal pengiriman", "tanggal kirim", "tanggal pesanan", "tgl kirim", "periode",
        "tanggal order", "berlaku sampai", "tanggal po", "tanggal cetak",
    ),
    "total_gross": (
        "total tagihan", "jumlah tagihan", "total bayar", "total pembayaran", "grand total",
        "total akhir", "jumlah yang harus dibayar", "total harga", "total belanja",
        "jumlah total", "total keseluruhan", "total yang harus dibayar", "total termasuk ppn",
        "total dibayar", "total setelah pajak", "total termasuk pajak", "nilai faktur",
        "jumlah dibayar", "jumlah keseluruhan", "total rp",
    ),
    "total_plain": ("total", "jumlah", "total jumlah", "jumlah rp", "nilai"),
    "amount_due": ("sisa tagihan", "sisa pembayaran", "terutang", "kurang bayar"),
    "untaxed": (
        "dasar pengenaan pajak", "dpp", "jumlah sebelum pajak", "total sebelum pajak",
        "harga jual", "jumlah harga jual", "total dpp", "total sebelum ppn", "nilai dpp",
        "jumlah sebelum ppn",
    ),
    "subtotal": ("subtotal", "sub total", "sub jumlah", "jumlah harga"),
    "tax": (
        "ppn", "pajak", "pajak pertambahan nilai", "total ppn", "pb1", "ppn 11%", "ppn 10%",
        "ppn 12%", "jumlah ppn", "pajak restoran", "total pajak", "pajak daerah", "pajak 10%",
    ),
    "rounding": ("pembulatan",),
    "charge": (
        "biaya layanan", "ongkos kirim", "ongkir", "biaya kirim", "biaya pengiriman",
        "biaya administrasi", "layanan", "biaya pengantaran",
    ),
    "discount": ("diskon", "potongan", "potongan harga", "pph 23", "pph"),
    "paid": (
        "tunai", "bayar", "dibayar", "kartu kredit", "kartu debit", "debit", "uang tunai",
        "pembayaran", "qris", "gopay", "ovo", "bayar tunai",
    ),
    "change": ("kembali", "kembalian", "uang kembali", "kembali tunai"),
    "prepaid": ("uang muka", "dp", "sudah dibayar", "dikurangi uang muka", "telah dibayar"),
    "quantity_total": ("jumlah item", "total item", "total qty", "jumlah barang", "total barang"),
    "other_amount": ("terbilang", "modal", "anda hemat", "harga satuan", "hemat"),
    "tax_summary": ("ringkasan pajak", "rincian pajak"),
    "seller": ("penjual", "pemasok", "dari", "pengusaha kena pajak", "diterbitkan oleh"),
    "buyer": (
        "kepada", "kepada yth", "pembeli", "pelanggan", "yth", "ditagihkan kepada",
        "tagihan kepada", "nama pelanggan", "pembeli barang kena pajak", "tagihan untuk",
        "npwp pembeli", "npwp pelanggan", "bill kepada",
    ),
    "delivery": (
        "dikirim ke", "alamat pengiriman", "kirim ke", "alamat kirim", "tujuan pengiriman",
    ),
    "vat_id": ("npwp", "no npwp", "nomor npwp", "npwp/nik"),
    "registration": ("nib", "siup"),
    "bank": ("bank", "rekening", "atas nama", "a.n", "a/n", "no rekening", "transfer ke"),
    "contact": ("telp", "telepon", "tlp", "hp", "surel", "situs", "fax", "no telp", "no hp"),
    "name": ("nama", "nama perusahaan"),
    "address": ("alamat",),
    "exempt": ("bebas ppn", "tidak dikenakan ppn", "ppn dibebaskan"),
    "col_position": ("no", "nomor", "no urut"),
    "col_article": ("kode", "kode barang", "sku", "kode produk"),
    "col_description": (
        "deskripsi", "keterangan", "nama barang", "uraian", "barang", "produk", "nama produk",
        "jasa", "nama barang kena pajak", "rincian", "deskripsi barang",
    ),
    "col_quantity": (
        "qty", "kuantitas", "jml", "banyaknya", "banyak", "volume", "kts", "jumlah barang", "vol",
    ),
    "col_unit": ("satuan",),
    "col_unit_price": (
        "harga", "harga satuan", "harga per unit", "harga/unit", "@harga", "tarif",
        "harga satuan rp",
    ),
    "col_discount": ("diskon", "disc"),
    "col_tax": ("ppn", "pajak", "ppn %"),
    "col_subtotal": (
        "jumlah", "total", "subtotal", "total harga", "jumlah harga", "nilai", "jumlah rp",
        "total rp",
    ),
}
