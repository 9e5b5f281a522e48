# tag::one[]
x
# end::one[]
# tag::two[]
y
# end::two[]
